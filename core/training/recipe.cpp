// SPDX-License-Identifier: Apache-2.0
#include "core/training/recipe.h"

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/base/resource_folder.h"
#include "core/training/recipe_knobs.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <set>
#include <type_traits>
#include <utility>

namespace nidus {
namespace {

using Json = nlohmann::ordered_json;
using namespace knobs;

constexpr int kRecipeFormat = 2;

std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (std::size_t i = 0; i < words.size(); ++i)
        text += (i == 0 ? "" : i + 1 == words.size() ? " and " : ", ") + words[i];
    return text;
}

template <class Value>
std::string known(const Names<Value>& names) {
    std::vector<std::string> words;
    for (const auto& [value, name] : names)
        words.emplace_back(name);
    return joined(words);
}

class Writer {
public:
    explicit Writer(Json& json) : m_json(json) {}

    template <class Value>
    void operator()(const char* key, const Value& value) {
        m_json[key] = value;
    }
    template <class Value>
    void operator()(const char* key, const Value& value, Range) {
        m_json[key] = value;
    }
    template <class Value>
    void operator()(const char* key, const Value& value, const Names<Value>& names) {
        for (const auto& [candidate, name] : names)
            if (candidate == value)
                m_json[key] = name;
    }
    void operator()(const char* key, const std::vector<UnfreezePhase>& phases) {
        m_json[key] = Json::array();
        for (const UnfreezePhase& phase : phases)
            m_json[key].push_back({{"open_stages", phase.openStages}, {"epochs", phase.epochs}});
    }
    void operator()(const char* key, const AugmentationRecipe& augmentation) {
        m_json[key] = Json::object();
        visitAugmentation(augmentation, Writer(m_json[key]));
    }

private:
    Json& m_json;
};

[[noreturn]] void throwType(const std::string& key, const std::string& wanted) {
    throw Error("TRN-003", "In the recipe, \"" + key + "\" must be " + wanted + ".");
}

void checkRange(const std::string& key, double value, Range range) {
    if (std::isfinite(value) && value >= range.low && value <= range.high)
        return;
    throw Error("TRN-004", "In the recipe, \"" + key + "\" is " + Json(value).dump() + ", but must lie between "
                               + Json(range.low).dump() + " and " + Json(range.high).dump() + ".");
}

template <class Number>
Number numberOf(const Json& json, const std::string& key, Range range) {
    if constexpr (std::is_integral_v<Number>) {
        if (!json.is_number_integer())
            throwType(key, "a whole number");
    } else if (!json.is_number()) {
        throwType(key, "a number");
    }
    checkRange(key, json.get<double>(), range);
    return json.get<Number>();
}

/// Takes the fields that are there out of a JSON object, remembering which keys it knows.
class Reader {
public:
    Reader(const Json& json, std::string path) : m_json(json), m_path(std::move(path)) {
        if (!m_json.is_object())
            throwType(m_path.empty() ? "recipe" : m_path, "an object");
    }

    void knows(const char* key) { m_known.insert(key); }

    void operator()(const char* key, bool& value) {
        if (const Json* found = find(key)) {
            if (!found->is_boolean())
                throwType(named(key), "true or false");
            value = found->get<bool>();
        }
    }
    template <class Number>
    void operator()(const char* key, Number& value, Range range) requires std::is_arithmetic_v<Number> {
        if (const Json* found = find(key))
            value = numberOf<Number>(*found, named(key), range);
    }
    template <class Number>
    void operator()(const char* key, std::vector<Number>& values, Range range) {
        const Json* found = find(key);
        if (!found)
            return;
        if (!found->is_array())
            throwType(named(key), "a list of numbers");
        values.clear();
        for (const Json& item : *found)
            values.push_back(numberOf<Number>(item, named(key), range));
    }
    template <class Value>
    void operator()(const char* key, Value& value, const Names<Value>& names) {
        const Json* found = find(key);
        if (!found)
            return;
        if (!found->is_string())
            throwType(named(key), "one of " + known(names));
        const auto text = found->get<std::string>();
        const auto match = std::ranges::find_if(names, [&](const auto& entry) { return text == entry.second; });
        if (match == names.end())
            throwType(named(key), "one of " + known(names));
        value = match->first;
    }
    void operator()(const char* key, std::uint64_t& value) {
        if (const Json* found = find(key)) {
            if (!found->is_number_unsigned())
                throwType(named(key), "a whole number that is not negative");
            value = found->get<std::uint64_t>();
        }
    }
    void operator()(const char* key, std::vector<UnfreezePhase>& phases) {
        const Json* found = find(key);
        if (!found)
            return;
        if (!found->is_array())
            throwType(named(key), "a list of {\"open_stages\", \"epochs\"}");
        phases.clear();
        for (const Json& item : *found) {
            UnfreezePhase phase{-1, -1};
            Reader reader(item, named(key));
            reader("open_stages", phase.openStages, Range{0, 64});
            reader("epochs", phase.epochs, Range{1, 10000});
            reader.finish();
            if (phase.openStages < 0 || phase.epochs < 0)
                throwType(named(key), "a list of {\"open_stages\", \"epochs\"}");
            phases.push_back(phase);
        }
    }
    void operator()(const char* key, AugmentationRecipe& augmentation) {
        if (const Json* found = find(key)) {
            Reader reader(*found, named(key));
            visitAugmentation(augmentation, reader);
            reader.finish();
        }
    }

    /// Throws for a key that nothing asked for.
    void finish() const {
        for (const auto& [key, value] : m_json.items())
            if (!m_known.contains(key))
                throw Error("TRN-003", "The recipe has the key \"" + named(key.c_str())
                                           + "\", which Nidus does not know. Is it misspelt?");
    }

private:
    [[nodiscard]] std::string named(const char* key) const { return m_path.empty() ? key : m_path + "." + key; }
    const Json* find(const char* key) {
        m_known.insert(key);
        const auto found = m_json.find(key);
        return found == m_json.end() ? nullptr : &*found;
    }

    const Json& m_json;
    std::string m_path;
    std::set<std::string> m_known;
};

void checkOrder(const char* low, double lowValue, const char* high, double highValue) {
    if (lowValue > highValue)
        throw Error("TRN-004", std::string("In the recipe, \"augmentation.") + low + "\" is larger than \"augmentation."
                                   + high + "\".");
}

void checkTogether(const Recipe& recipe) {
    const AugmentationRecipe& a = recipe.augmentation;
    checkOrder("zoom_low", a.zoomLow, "zoom_high", a.zoomHigh);
    checkOrder("blur_sigma_low", a.blurSigmaLow, "blur_sigma_high", a.blurSigmaHigh);
    checkOrder("brightness_low", a.brightnessLow, "brightness_high", a.brightnessHigh);
    checkOrder("contrast_low", a.contrastLow, "contrast_high", a.contrastHigh);
    checkOrder("gamma_low", a.gammaLow, "gamma_high", a.gammaHigh);
    if (recipe.probePenalties.empty())
        throw Error("TRN-004", "In the recipe, \"probe_penalties\" is empty; it needs at least one value.");
    for (std::size_t i = 1; i < recipe.phases.size(); ++i)
        if (recipe.phases[i].openStages < recipe.phases[i - 1].openStages)
            throw Error("TRN-004", "In the recipe, \"phases\" closes stages that were open; each phase must open at "
                                   "least as many stages as the one before.");
    if (recipe.head == HeadKind::Auto && !recipe.probe)
        throw Error("TRN-004", "The recipe leaves the choice of the head to the probe (\"head\": \"auto\"), but has no "
                               "probe. Set \"probe\" to true or name a head.");
    if (!recipe.selectEpochs && recipe.keep != Keep::Finetuned)
        throw Error("TRN-004", "The recipe does not choose the number of epochs by inner validation "
                               "(\"select_epochs\"), so nothing could tell whether fine-tuning helps. Set \"keep\" "
                               "to \"finetuned\".");
    if (recipe.phases.empty() && recipe.keep == Keep::Finetuned)
        throw Error("TRN-004", "The recipe asks to keep the fine-tuned weights (\"keep\"), but has no \"phases\" of "
                               "fine-tuning. Choose a preset that fine-tunes, such as balanced.");
}

Json parsed(const std::string& text) {
    try {
        return Json::parse(text);
    } catch (const Json::exception& error) {
        throw Error("TRN-003", std::string("The recipe is not valid JSON: ") + error.what());
    }
}

/// The fields that `json` names in place of those of `base`.
Recipe recipeOver(Recipe base, const Json& json) {
    try {
        Reader reader(json, "");
        int format = kRecipeFormat;
        reader("format", format, Range{1, 1e6});
        if (format > kRecipeFormat)
            throw Error("TRN-003", "The recipe was written by a newer version of Nidus. Please update Nidus.");
        if (format < 2) {
            // Before there were batches and views.
            base.batch = 1;
            base.views = 0;
        }
        reader.knows("preset");
        base.preset = json.value("preset", base.preset);
        visitRecipe(base, reader);
        reader.finish();
        checkTogether(base);
        return base;
    } catch (const Json::exception& error) {
        throw Error("TRN-003", std::string("The recipe cannot be read: ") + error.what());
    }
}

template <class Value>
const char* nameOf(Value value, const Names<Value>& names) noexcept {
    for (const auto& [candidate, name] : names)
        if (candidate == value)
            return name;
    return names.front().second;
}

template <class Value>
Value valueOf(const std::string& name, const Names<Value>& names, const std::string& what) {
    for (const auto& [value, candidate] : names)
        if (name == candidate)
            return value;
    throw Error("TRN-001", "\"" + name + "\" is not a " + what + "; known are " + known(names) + ".");
}

} // namespace

const char* headKindName(HeadKind kind) noexcept {
    return nameOf(kind, recipeHeads());
}

std::vector<HeadKind> headCandidates(HeadKind head) {
    if (head != HeadKind::Auto)
        return {head};
    std::vector<HeadKind> kinds;
    for (const auto& [kind, name] : headKinds())
        if (kind != HeadKind::Attention) // to the probe it is Multi
            kinds.push_back(kind);
    return kinds;
}

HeadKind headKindFromName(const std::string& name) {
    return valueOf(name, headKinds(), "head");
}

const char* precisionName(Precision precision) noexcept {
    return nameOf(precision, precisions());
}

Precision precisionFromName(const std::string& name) {
    return valueOf(name, precisions(), "precision");
}

std::vector<std::string> recipePresets() {
    return {"quick", "balanced", "thorough", "textbook", "random-encoder", "scratch", "nnunet-sgd", "openmind"};
}

Recipe recipePreset(const std::string& name) {
    const std::vector<std::string> names = recipePresets();
    if (std::ranges::find(names, name) == names.end())
        throw Error("TRN-002", "There is no preset \"" + name + "\"; known are " + joined(names) + ".");
    return recipeOver(Recipe(), parsed(readTextFile(resourceFolder() / "recipes" / (name + ".json"))));
}

std::string toJson(const Recipe& recipe) {
    Json json{{"format", kRecipeFormat}, {"preset", recipe.preset}};
    visitRecipe(recipe, Writer(json));
    return json.dump(2, ' ', false, Json::error_handler_t::replace);
}

Recipe recipeFromJson(const std::string& text) {
    const Json json = parsed(text);
    const auto preset = json.find("preset");
    if (preset != json.end() && !preset->is_string())
        throwType("preset", "the name of a preset");
    return recipeOver(recipePreset(preset == json.end() ? "balanced" : preset->get<std::string>()), json);
}

} // namespace nidus
