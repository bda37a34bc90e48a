"""The year's report computed from the registers: nothing in it is typed, every figure names its entries."""
