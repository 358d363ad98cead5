"""Everything that gets frames into the program: recordings, folders of pictures, cameras and the drawn entrance."""
