jobs-state-waiting = Waiting
jobs-state-running = Running
jobs-state-done = Done
jobs-state-failed = Failed
jobs-state-cancelled = Cancelled
