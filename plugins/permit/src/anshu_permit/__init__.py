"""Work permits of dangerous jobs 特殊作业票: definition packs and the facts their rules ask for."""
