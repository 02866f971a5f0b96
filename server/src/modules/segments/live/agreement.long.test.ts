import { followStories } from '../testing/live-stories'

followStories('keeps the members of fifty stories as the interpreter finds them', 50)
