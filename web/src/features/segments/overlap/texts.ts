import { defineTexts } from '../../../lib/texts'

/** The words of the picture of overlapping segments. */
export const overlapTexts = defineTexts('segment-overlap', {
  'zh-CN': {
    title: '与其他细分的重叠',
    hint: '选几个细分，看看哪些人同时在里面、哪些人只在其中一个。',
    choose: '选择要比较的细分',
    choosePlaceholder: '选择细分，最多 {{count}} 个',
    thisRule: '这条规则',
    waiting: '条件填完后就能比较。',
    none: '这些细分里现在都没有人。',
    picture: '各个交集的人数',
    pictureHint: '每一列是一个交集：实心点表示人在哪些细分里，柱子是人数。',
    more: '还有 {{count}} 个更小的交集没有画出，见表格。',
    part: '恰好在这些细分里',
    people: '人数',
    share: '占比',
    shareHint: '占至少在其中一个细分里的人',
    only: '只在 {{name}}',
    and: ' 和 ',
    inAny: '至少在其中一个：{{count}} 人',
  },
  en: {
    title: 'Overlap with other segments',
    hint: 'Choose segments to see who is in several of them, and who is in only one.',
    choose: 'Segments to compare with',
    choosePlaceholder: 'Choose segments, {{count}} at most',
    thisRule: 'This rule',
    waiting: 'You can compare once the conditions are filled in.',
    none: 'Nobody is in any of these segments now.',
    picture: 'People in each intersection',
    pictureHint:
      'A column is an intersection: full dots say in which segments the people are, the bar how many.',
    more: '{{count}} smaller intersections are not drawn; the table has them.',
    part: 'In exactly these segments',
    people: 'People',
    share: 'Share',
    shareHint: 'Of those who are in at least one of the segments',
    only: 'Only {{name}}',
    and: ' and ',
    inAny: 'In at least one: {{count}} people',
  },
})
