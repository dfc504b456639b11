"""Results: registered against achieved, streaks, and bonuses as an estimate"""
