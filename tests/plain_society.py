"""The society.toml of a society of tests: all that is required, and no phase Ⅰ."""

PLAIN = """format = 1
[insurer]
number = "06139992"
name = "見本健康保険組合"
postcode = "100-0013"
address = "東京都千代田区霞が関1-2-3"
phone = "03-1234-5678"
[policy]
phase1 = "none"
"""
