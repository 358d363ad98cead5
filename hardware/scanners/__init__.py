"""Barcode and QR scanners, and what a scanned text is."""
