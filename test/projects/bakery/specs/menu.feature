Feature: The menu

  Scenario: A menu that can be read
    Given a menu with three dishes
    When the kitchen reads it
    Then it knows of three dishes

  Scenario: An ingredient that the pantry does not know
    Given a recipe that asks for saffron
    And a pantry without saffron
    When the recipes are checked
    Then one mistake is counted

  Scenario: An allergen that is not declared
    Given a dish with butter that does not declare milk
    When the allergens are checked
    Then one mistake is counted

  Scenario: Prices in another currency
    Given a menu with prices in Swiss francs
    When the prices are checked in euros
    Then the check refuses them

  Scenario: What a dish costs
    Given a menu that was checked
    When it is written down
    Then every dish has what its ingredients cost
    And the dishes are those of the menu
