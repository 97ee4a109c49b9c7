"""Works out right answers, and the answers of believers."""
