// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <string>
#include <vector>

namespace nidus::ui {

enum class FieldGroup { Network, Training, Rates, Augmentation, Splits, Compute };

/// What a form says of a knob of the recipe; kind and range are those of recipeFields().
struct FieldText {
    std::string key; ///< as RecipeField::key
    FieldGroup group = FieldGroup::Network;
    QString name, unit, help;
};

/// One for each of recipeFields(), in the order of the form.
[[nodiscard]] std::vector<FieldText> fieldTexts();
[[nodiscard]] QString groupTitle(FieldGroup group);
/// A choice of a field in words; what has none stays as it is.
[[nodiscard]] QString choiceText(const std::string& key, const std::string& choice);

} // namespace nidus::ui
