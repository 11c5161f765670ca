// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/training/recipe.h"

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace nidus {

/// Switch: bool; Whole: std::int64_t (a seed by its bits); Number: double; Choice: the name of one of `choices`;
/// Numbers: std::vector<double>; Axes: std::vector<int>; Phases: std::vector<UnfreezePhase>.
using FieldValue = std::variant<bool, std::int64_t, double, std::string, std::vector<double>, std::vector<int>,
                                std::vector<UnfreezePhase>>;

/// One knob of a recipe, as a form needs to know it.
struct RecipeField {
    enum class Kind { Switch, Whole, Number, Choice, Numbers, Axes, Phases };
    std::string key; ///< as in a recipe file; those of the augmentation begin with "augmentation."
    Kind kind = Kind::Switch;
    double low = 0, high = 0;         ///< of a number or each of several, as recipeFromJson() demands
    std::vector<std::string> choices; ///< in the order of the JSON's names
};

/// Every knob but the name of the preset, in the order of the JSON.
[[nodiscard]] const std::vector<RecipeField>& recipeFields();

/// By the key of a field; a key that there is not is an error of the caller (std::out_of_range).
[[nodiscard]] FieldValue fieldValue(const Recipe& recipe, const std::string& key);
/// The recipe with another value of one knob. Unchecked, so that a form can hold what is wrong until it is corrected:
/// recipeFromJson(toJson(recipe)) says what is. A value of another kind is std::bad_variant_access.
[[nodiscard]] Recipe withField(Recipe recipe, const std::string& key, const FieldValue& value);

} // namespace nidus
