"""Money: an amount in integer minor units, and its currency."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Self

from pydantic import BaseModel, ConfigDict, Field

# ISO 4217 currencies whose minor unit is not a hundredth.
_EXPONENTS = {"JPY": 0, "KRW": 0, "VND": 0, "CLP": 0, "ISK": 0, "HUF": 2, "BHD": 3, "KWD": 3, "OMR": 3, "JOD": 3, "TND": 3}
_SYMBOLS = {"USD": "$", "CNY": "¥", "EUR": "€", "GBP": "£", "JPY": "¥", "KRW": "₩", "INR": "₹", "HKD": "HK$", "TWD": "NT$"}


def exponent(currency: str) -> int:
    """How many decimal digits the currency's minor unit has (ISO 4217)."""
    return _EXPONENTS.get(currency, 2)


def symbol(currency: str) -> str:
    """The sign shoppers know the currency by, or its code and a space."""
    return _SYMBOLS.get(currency, f"{currency} ")


class Money(BaseModel):
    """An exact amount: `Money(minor=12900, currency="USD")` is $129.00."""

    model_config = ConfigDict(frozen=True)

    minor: int
    currency: str = Field(pattern=r"^[A-Z]{3}$")

    @classmethod
    def parse(cls, amount: str | int | float | Decimal, currency: str) -> Self:
        """Read an amount in major units, rounded half up to the minor unit.

        Raises ValueError when it is not a finite number.
        """
        try:
            major = Decimal(str(amount).strip())
        except InvalidOperation:
            raise ValueError(f"{amount!r} is not an amount of money") from None
        if not major.is_finite():
            raise ValueError(f"{amount!r} is not an amount of money")
        scaled = major.scaleb(exponent(currency)).quantize(Decimal(1), rounding=ROUND_HALF_UP)
        return cls(minor=int(scaled), currency=currency)

    @property
    def major(self) -> Decimal:
        """The amount in major units, with all its decimals."""
        return Decimal(self.minor).scaleb(-exponent(self.currency))

    def decimal(self) -> str:
        """The amount as JSON carries it: `"129.00"`."""
        return f"{self.major:.{exponent(self.currency)}f}"

    def text(self) -> str:
        """The amount as a shopper reads it: `"$1,299.00"`, `"¥329"`; whole Chinese prices drop the decimals."""
        digits = exponent(self.currency)
        if self.currency == "CNY" and self.major == self.major.to_integral_value():
            digits = 0
        sign = "-" if self.minor < 0 else ""
        return f"{sign}{symbol(self.currency)}{abs(self.major):,.{digits}f}"

    def __mul__(self, times: int) -> Money:
        return Money(minor=self.minor * times, currency=self.currency)

    def __add__(self, other: Money) -> Money:
        if other.currency != self.currency:
            raise ValueError(f"cannot add {other.currency} to {self.currency}")
        return Money(minor=self.minor + other.minor, currency=self.currency)
