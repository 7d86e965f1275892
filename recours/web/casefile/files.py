"""Files a customer or an agent takes away: receipts, proofs, letters, attachments."""
