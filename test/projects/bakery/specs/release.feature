Feature: The release of the shop

  Scenario: A page in every language
    Given a menu that the kitchen has checked
    When the pages are made
    Then there is a page in each language with every dish on it

  Scenario: A manifest of everything that is served
    Given the pages of a release
    When its manifest is written
    Then it names the SHA-256 of every file

  Scenario: Blue and green
    Given a shop that serves blue
    When a release is published
    Then green holds the new pages and the sign says green
    And blue is as it was
