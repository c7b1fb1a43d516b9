"""The pure flow decider: nodes, outcomes, tasks, deadlines."""
