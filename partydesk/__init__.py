"""支部工作台: the records of a school Party branch in one local encrypted file."""

__version__ = "0.1.0"
