// SPDX-License-Identifier: Apache-2.0
#include "core/nnunet/plans.h"

#include "core/nnunet/json_fields.h"
#include "core/nnunet/plans_architecture.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <set>
#include <utility>

namespace nidus {
namespace {

constexpr std::size_t kMaxConfigurations = 64, kMaxChannels = 64;
constexpr Range<std::int64_t> kPatch{1, 1024}, kOrder{0, 5}, kAnyInteger{0, std::numeric_limits<std::int32_t>::max()};
constexpr Range<double> kSpacing{1e-3, 1e3}, kIntensity{-1e12, 1e12};

std::optional<int> wholeNumber(const std::string& text) {
    int value = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
    return fault == std::errc() && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

NormalizationScheme schemeOf(const JsonFields& configuration, const std::string& name) {
    constexpr std::pair<const char*, NormalizationScheme> kNames[] = {
        {"ZScoreNormalization", NormalizationScheme::ZScore},
        {"CTNormalization", NormalizationScheme::Ct},
        {"NoNormalization", NormalizationScheme::None},
        {"RescaleTo01Normalization", NormalizationScheme::RescaleTo01},
        {"RGBTo01Normalization", NormalizationScheme::RgbTo01}};
    for (const auto& [known, scheme] : kNames)
        if (name == known)
            return scheme;
    configuration.fail("PLN-005", "the normalisation \"" + name
                                      + "\" is not one of nnU-Net's own; Nidus cannot "
                                        "prepare images as this model was trained");
}

ResamplingFunction resamplingOf(const JsonFields& configuration) {
    using Kind = ResamplingFunction::Kind;
    ResamplingFunction result;
    const std::string name = configuration.string("resampling_fn_data", "resample_data_or_seg_to_shape");
    if (name == "resample_data_or_seg_to_shape")
        result.kind = Kind::DataOrSegToShape;
    else if (name == "resample_torch_fornnunet")
        result.kind = Kind::Torch;
    else if (name == "no_resampling_hack")
        result.kind = Kind::None;
    else
        configuration.fail("PLN-005", "the resampling function \"" + name + "\" is not one that Nidus knows");
    if (!configuration.has("resampling_fn_data_kwargs"))
        return result;
    const JsonFields kwargs = configuration.object("resampling_fn_data_kwargs");
    if (kwargs.has("order"))
        result.order = static_cast<int>(kwargs.integer("order", kOrder));
    if (kwargs.has("order_z"))
        result.orderZ = static_cast<int>(kwargs.integer("order_z", kOrder));
    if (kwargs.has("force_separate_z"))
        result.forceSeparateZ = kwargs.boolean("force_separate_z", false);
    else if (result.kind == Kind::DataOrSegToShape && !kwargs.mentions("force_separate_z"))
        result.forceSeparateZ = false; // the default of that function, whereas the other one decides by spacing
    return result;
}

void readNormalization(const JsonFields& fields, Configuration& configuration) {
    for (const std::string& name : fields.strings("normalization_schemes"))
        configuration.normalization.push_back(schemeOf(fields, name));
    const std::size_t channels = configuration.normalization.size();
    if (channels < 1 || channels > kMaxChannels)
        fields.fail("PLN-004", "\"normalization_schemes\" lists " + std::to_string(channels) + " channels");
    configuration.useMaskForNorm =
        fields.has("use_mask_for_norm") ? fields.booleans("use_mask_for_norm") : std::vector<bool>(channels, false);
    if (configuration.useMaskForNorm.size() != channels)
        fields.fail("PLN-004", "\"use_mask_for_norm\" lists " + std::to_string(configuration.useMaskForNorm.size())
                                   + " channels, \"normalization_schemes\" " + std::to_string(channels));
}

Configuration configurationOf(const JsonFields& fields, const std::string& name) {
    Configuration configuration;
    configuration.name = name;
    configuration.patchSize = fields.integers("patch_size", kPatch);
    const std::size_t axes = configuration.patchSize.size();
    if (axes != 2 && axes != 3)
        fields.fail("PLN-004", "\"patch_size\" has " + std::to_string(axes) + " axes");
    configuration.spacing =
        fields.optionalNumbers("spacing", kSpacing).value_or(std::vector<std::optional<double>>(axes));
    if (configuration.spacing.size() != axes)
        fields.fail("PLN-004", "\"spacing\" has " + std::to_string(configuration.spacing.size())
                                   + " axes, \"patch_size\" " + std::to_string(axes));
    readNormalization(fields, configuration);
    configuration.resamplingData = resamplingOf(fields);
    configuration.architecture = architectureOf(fields, axes);
    if (fields.has("batch_size"))
        configuration.batchSize = fields.integer("batch_size", kAnyInteger);
    configuration.previousStage = fields.string("previous_stage", "");
    configuration.preprocessorName = fields.string("preprocessor_name", "DefaultPreprocessor");
    if (configuration.preprocessorName != "DefaultPreprocessor")
        fields.fail("PLN-005", "the preprocessor \"" + configuration.preprocessorName
                                   + "\" is not nnU-Net's own; Nidus cannot prepare images as this model was trained");
    return configuration;
}

/// The configuration with everything that it inherits, nearest first.
JsonFields inherited(const JsonFields& configurations, const std::string& name) {
    std::vector<JsonFields> chain{configurations.object(name)};
    std::set<std::string> seen{name};
    while (chain.back().has("inherits_from")) {
        const std::string parent = chain.back().string("inherits_from");
        if (!configurations.has(parent))
            chain.back().fail("PLN-003", "it inherits from \"" + parent + "\", which the plans do not hold");
        if (!seen.insert(parent).second)
            chain.back().fail("PLN-003", "it inherits from \"" + parent + "\", which inherits from it");
        chain.push_back(configurations.object(parent));
    }
    JsonFields result = chain.back();
    for (auto child = chain.rbegin() + 1; child != chain.rend(); ++child)
        result = result.overlaid(*child);
    return result;
}

std::map<int, IntensityProperties> intensityOf(const JsonFields& plans, std::vector<Problem>& problems) {
    constexpr const char* kKeys[] = {"foreground_intensity_properties_per_channel",
                                     "foreground_intensity_properties_by_modality"};
    std::map<int, IntensityProperties> result;
    const auto key = std::find_if(std::begin(kKeys), std::end(kKeys), [&](const char* k) { return plans.has(k); });
    if (key == std::end(kKeys))
        return result;
    const JsonFields channels = plans.object(*key);
    for (const std::string& name : channels.keys()) {
        const std::optional<int> channel = wholeNumber(name);
        if (!channel || !channels.has(name))
            continue;
        try {
            const JsonFields values = channels.object(name);
            result[*channel] = {values.number("mean", kIntensity), values.number("std", kIntensity),
                                values.number("percentile_00_5", kIntensity),
                                values.number("percentile_99_5", kIntensity)};
        } catch (const Error& error) { // a data set without foreground leaves NaN here; only CTNormalization needs it
            problems.push_back({"PLN-006", Severity::Info, error.what(), {}});
        }
    }
    return result;
}

void requireCtIntensity(const JsonFields& fields, const Configuration& configuration, const Plans& plans) {
    for (std::size_t channel = 0; channel < configuration.normalization.size(); ++channel)
        if (configuration.normalization[channel] == NormalizationScheme::Ct
            && plans.intensity.count(static_cast<int>(channel)) == 0)
            fields.fail("PLN-002", "channel " + std::to_string(channel)
                                       + " uses CTNormalization, but the plans hold no usable intensities for it");
}

void readConfigurations(const JsonFields& fields, Plans& plans) {
    const JsonFields configurations = fields.object("configurations");
    const std::vector<std::string> names = configurations.keys();
    if (names.empty() || names.size() > kMaxConfigurations)
        configurations.fail("PLN-004", std::to_string(names.size()) + " configurations");
    std::optional<Error> first;
    for (const std::string& name : names) {
        const JsonFields resolved = inherited(configurations, name);
        try {
            Configuration configuration = configurationOf(resolved, name);
            requireCtIntensity(resolved, configuration, plans);
            plans.configurations.emplace(name, std::move(configuration));
        } catch (const Error& error) {
            // One configuration that Nidus cannot use does not make the others unusable.
            plans.problems.push_back({error.code(), Severity::Warning, error.what(), name});
            if (!first)
                first = error;
        }
    }
    if (plans.configurations.empty())
        throw Error(*first);
}

std::array<int, 3> transposeOf(const JsonFields& fields) {
    const std::vector<std::int64_t> axes = fields.integers("transpose_forward", {0, 2});
    if (axes.size() != 3 || std::set<std::int64_t>(axes.begin(), axes.end()).size() != 3)
        fields.fail("PLN-004", "\"transpose_forward\" is no permutation of 0, 1, 2");
    return {static_cast<int>(axes[0]), static_cast<int>(axes[1]), static_cast<int>(axes[2])};
}

} // namespace

Plans parsePlans(const std::string& json) {
    const JsonFields fields(json, "plans.json");
    Plans plans;
    plans.datasetName = fields.string("dataset_name", "");
    plans.plansName = fields.string("plans_name", "");
    plans.imageReaderWriter = fields.string("image_reader_writer", "SimpleITKIO");
    plans.transposeForward = transposeOf(fields);
    plans.intensity = intensityOf(fields, plans.problems);
    readConfigurations(fields, plans);
    return plans;
}

DatasetDescription parseDatasetDescription(const std::string& json) {
    const JsonFields fields(json, "dataset.json");
    DatasetDescription dataset;
    const JsonFields channels = fields.object(fields.has("channel_names") ? "channel_names" : "modality");
    std::map<int, std::string> ordered;
    for (const std::string& key : channels.keys()) {
        const std::optional<int> number = wholeNumber(key);
        if (!number || *number < 0)
            channels.fail("PLN-002", "\"" + key + "\" is no channel number");
        ordered[*number] = channels.asText(key);
    }
    if (ordered.empty() || ordered.size() > kMaxChannels)
        channels.fail("PLN-004", std::to_string(ordered.size()) + " channels");
    for (const auto& entry : ordered)
        dataset.channelNames.push_back(entry.second);
    if (fields.has("labels")) {
        const JsonFields labels = fields.object("labels");
        for (const std::string& key : labels.keys()) {
            // Before nnU-Net v2: {"1": "liver"} instead of {"liver": 1}.
            if (const std::optional<int> number = wholeNumber(key); number && !wholeNumber(labels.asText(key)))
                dataset.labels[labels.asText(key)] = {*number};
            else
                dataset.labels[key] = labels.integers(key, kAnyInteger);
        }
    }
    dataset.fileEnding = fields.string("file_ending", "");
    dataset.overwriteImageReaderWriter = fields.string("overwrite_image_reader_writer", "");
    return dataset;
}

} // namespace nidus
