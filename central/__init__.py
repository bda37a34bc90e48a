"""The reference central API: receipts, records and one feed on PostgreSQL."""
