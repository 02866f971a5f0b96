import { followStories } from '../testing/live-stories'

followStories('keeps the members that the interpreter finds, while people act and time passes', 2)
