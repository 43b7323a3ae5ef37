"""The risk score: who may fall into hardship within the next months, so that somebody visits earlier.

One-way. The score orders visits and adds some; nothing reads it to stop, refuse or close anything, and it reads no case and no exit.

features ─▶ scorecard ─┐
features ─▶ train ─▶ store ─▶ score ─▶ mart.risk_score
"""
