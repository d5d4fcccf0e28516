"""What kb writes into a team's folder. Nothing that is there is changed without being asked."""
