"""Floor 3: the conversation: understanding, agent (LangChain), tools, guard, writer."""
