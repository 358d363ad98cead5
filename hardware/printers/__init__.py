"""Slip printers: pure layout, drivers that take bytes."""
