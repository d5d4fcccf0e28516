"""What is an article? Front matter, sections, headings with their real anchors, links, each with its line."""
