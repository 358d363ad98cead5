"""What is handed to the police about a person or about reports: everything that is kept, with its proof."""
