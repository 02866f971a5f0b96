/** Names of the customers who use the shop in English: people abroad, and foreigners living in China. */
export const femaleFirstNames =
  'Emma Olivia Sophie Grace Hannah Laura Emily Chloe Sarah Rachel Megan Jessica Amelia Lucy Charlotte Alice Julia Nina Clara Isabel Priya Ananya Aisha Fatima Mei Wendy Vivian Michelle Cindy Joanna Natalie Katherine Rebecca Amanda Claire Eleanor Ruth Martha Ingrid Camille Elena Anna Maria Lena Zoe Maya Nadia Yasmin Siti Nurul Hui-Min Jia-Yi Kimberly Stephanie Victoria Heather Nicole Melissa Bridget Fiona'.split(
    ' ',
  )

export const maleFirstNames =
  'James Oliver William Thomas Daniel Michael Andrew Benjamin Samuel Jack Henry George Edward Peter Robert David Matthew Christopher Nicholas Alexander Lucas Liam Noah Ethan Ryan Kevin Brian Jason Eric Tony Raymond Kelvin Arjun Rahul Vikram Omar Hassan Ahmad Farid Wei-Jie Jun-Hao Lars Felix Jonas Pieter Bas Marco Antoine Pierre Stefan Simon Patrick Sean Connor Callum Angus Hugh Gareth Theodore Walter'.split(
    ' ',
  )

export const lastNames =
  'Smith Johnson Williams Brown Jones Taylor Davies Wilson Evans Thomas Roberts Walker Wright Robinson Thompson White Hughes Edwards Green Hall Wood Harris Lewis Martin Jackson Clarke Clark Turner Hill Scott Cooper Morris Ward Moore King Watson Baker Harrison Morgan Patel Young Allen Mitchell Anderson Phillips Campbell Bell Lee Kelly Parker Davis Bennett Miller Cook Shaw Richardson Carter Collins Marshall Bailey Gray Cox Adams Wilkinson Foster Chapman Mason Russell Powell Webb Rogers Hunt Mills Holmes Palmer Matthews Fisher Barnes Knight Butler Tan Lim Ng Wong Chan Cheung Lau Leung Goh Koh Teo Ong Chua Singh Kaur Sharma Gupta Kumar Nair Rahman Ibrahim Hussain Müller Schmidt Weber Fischer Becker Janssen Visser Bakker Dubois Moreau Laurent Rossi Romano O’Brien Murphy Nguyen Tran Kim Park'.split(
    ' ',
  )

/** The short form that the same person gives the second time. */
export const nicknames: ReadonlyMap<string, string> = new Map([
  ['William', 'Bill'],
  ['Thomas', 'Tom'],
  ['Daniel', 'Dan'],
  ['Michael', 'Mike'],
  ['Andrew', 'Andy'],
  ['Benjamin', 'Ben'],
  ['Samuel', 'Sam'],
  ['Robert', 'Rob'],
  ['Matthew', 'Matt'],
  ['Christopher', 'Chris'],
  ['Nicholas', 'Nick'],
  ['Alexander', 'Alex'],
  ['Edward', 'Ed'],
  ['James', 'Jim'],
  ['Patrick', 'Pat'],
  ['Theodore', 'Theo'],
  ['Katherine', 'Kate'],
  ['Rebecca', 'Becky'],
  ['Amanda', 'Mandy'],
  ['Eleanor', 'Ellie'],
  ['Jessica', 'Jess'],
  ['Victoria', 'Vicky'],
  ['Stephanie', 'Steph'],
  ['Kimberly', 'Kim'],
  ['Isabel', 'Bella'],
])
