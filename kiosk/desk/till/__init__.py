"""What the desk keeps besides appointments: payments, bills, results, messages to channels."""
