// SPDX-License-Identifier: Apache-2.0
#include "core/training/recipe_fields.h"

#include "core/training/recipe_knobs.h"

#include <algorithm>
#include <functional>
#include <limits>
#include <stdexcept>
#include <type_traits>
#include <utility>

namespace nidus {
namespace {

using Kind = RecipeField::Kind;
using namespace knobs;

/// A knob of one recipe, with the way to its value.
struct Knob {
    RecipeField field;
    std::function<FieldValue()> get;
    std::function<void(const FieldValue&)> set;
};

constexpr double kLargestExactWhole = 9007199254740991; // 2^53 - 1

class Collector {
public:
    Collector(std::vector<Knob>& knobs, std::string path) : m_knobs(knobs), m_path(std::move(path)) {}

    void operator()(const char* key, bool& value) { add<bool>({m_path + key, Kind::Switch, 0, 1, {}}, value); }
    void operator()(const char* key, std::uint64_t& value) {
        add<std::int64_t>({m_path + key, Kind::Whole, 0, kLargestExactWhole, {}}, value);
    }
    void operator()(const char* key, int& value, Range range) {
        Knob& knob = add<std::int64_t>({m_path + key, Kind::Whole, range.low, range.high, {}}, value);
        knob.set = [&value](const FieldValue& wanted) {
            value = static_cast<int>(std::clamp<std::int64_t>(
                std::get<std::int64_t>(wanted), std::numeric_limits<int>::min(), std::numeric_limits<int>::max()));
        };
    }
    void operator()(const char* key, double& value, Range range) {
        add<double>({m_path + key, Kind::Number, range.low, range.high, {}}, value);
    }
    void operator()(const char* key, std::vector<double>& values, Range range) {
        add<std::vector<double>>({m_path + key, Kind::Numbers, range.low, range.high, {}}, values);
    }
    void operator()(const char* key, std::vector<int>& values, Range range) {
        add<std::vector<int>>({m_path + key, Kind::Axes, range.low, range.high, {}}, values);
    }
    void operator()(const char* key, std::vector<UnfreezePhase>& phases) {
        add<std::vector<UnfreezePhase>>({m_path + key, Kind::Phases, 0, 0, {}}, phases);
    }
    template <class Value>
    void operator()(const char* key, Value& value, const Names<Value>& names) {
        RecipeField field{m_path + key, Kind::Choice, 0, 0, {}};
        for (const auto& [candidate, name] : names)
            field.choices.emplace_back(name);
        const auto nameOf = [&value, &names]() -> FieldValue {
            return std::string(std::ranges::find(names, value, &std::pair<Value, const char*>::first)->second);
        };
        const auto take = [&value, &names](const FieldValue& wanted) {
            for (const auto& [candidate, name] : names)
                if (name == std::get<std::string>(wanted))
                    value = candidate;
        };
        m_knobs.push_back({std::move(field), nameOf, take});
    }
    void operator()(const char* key, AugmentationRecipe& augmentation) {
        visitAugmentation(augmentation, Collector(m_knobs, m_path + key + "."));
    }

private:
    /// `Held`: the alternative of FieldValue that carries `value`.
    template <class Held, class Value>
    Knob& add(RecipeField field, Value& value) {
        return m_knobs.emplace_back(
            Knob{std::move(field), [&value]() -> FieldValue { return static_cast<Held>(value); },
                 [&value](const FieldValue& wanted) { value = static_cast<Value>(std::get<Held>(wanted)); }});
    }

    std::vector<Knob>& m_knobs;
    std::string m_path;
};

/// They refer to `recipe`.
std::vector<Knob> knobsOf(Recipe& recipe) {
    std::vector<Knob> knobs;
    visitRecipe(recipe, Collector(knobs, ""));
    return knobs;
}

Knob knobOf(Recipe& recipe, const std::string& key) {
    std::vector<Knob> knobs = knobsOf(recipe);
    const auto found = std::ranges::find(knobs, key, [](const Knob& knob) { return knob.field.key; });
    if (found == knobs.end())
        throw std::out_of_range("no knob of a recipe: " + key);
    return std::move(*found);
}

} // namespace

const std::vector<RecipeField>& recipeFields() {
    static const std::vector<RecipeField> fields = [] {
        Recipe recipe;
        std::vector<RecipeField> all;
        for (Knob& knob : knobsOf(recipe))
            all.push_back(std::move(knob.field));
        return all;
    }();
    return fields;
}

FieldValue fieldValue(const Recipe& recipe, const std::string& key) {
    Recipe copy = recipe;
    return knobOf(copy, key).get();
}

Recipe withField(Recipe recipe, const std::string& key, const FieldValue& value) {
    knobOf(recipe, key).set(value);
    return recipe;
}

} // namespace nidus
