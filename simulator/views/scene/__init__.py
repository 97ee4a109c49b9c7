"""The scene: the whole system after one step, as a frozen value that renderers draw."""
