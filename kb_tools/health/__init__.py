"""How is the knowledge base doing? Figures for whoever leads the team, today's and over time."""
