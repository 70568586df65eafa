"""The sequence model in torch: encoder, loss, batches, training."""
