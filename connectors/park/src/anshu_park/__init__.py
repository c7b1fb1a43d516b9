"""Work permits and their alarms to the safety platform of an industrial park."""
