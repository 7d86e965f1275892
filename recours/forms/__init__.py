"""The guided form: what people complain about, and the questions each leaf asks."""
