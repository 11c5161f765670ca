// SPDX-License-Identifier: Apache-2.0
#include "core/model/model_source.h"

#include "core/base/files.h"
#include "core/model/nnssl_plan.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace nidus {
namespace {

namespace fs = std::filesystem;

std::optional<std::string> siblingText(const fs::path& checkpoint, const char* name) {
    const fs::path folder = checkpoint.parent_path();
    for (const fs::path& candidate : {folder / ".." / name, folder / name})
        if (fs::is_regular_file(candidate))
            return readTextFile(candidate);
    return std::nullopt;
}

bool isSameConfiguration(const Configuration& a, const Configuration& b) {
    return a.patchSize == b.patchSize && a.spacing == b.spacing && a.normalization == b.normalization
           && a.useMaskForNorm == b.useMaskForNorm && a.resamplingData == b.resamplingData
           && a.architecture == b.architecture;
}

// nnU-Net itself reads the file in the folder at inference; the weights were trained with the embedded plans.
void compareWithSibling(PretrainedModel& model, const fs::path& checkpoint) {
    const auto warn = [&](const std::string& what) {
        model.problems.push_back(
            {"MDL-020",
             Severity::Warning,
             "The plans.json beside the checkpoint " + what + ". Nidus uses the plans inside the checkpoint.",
             {}});
    };
    const std::optional<std::string> text = siblingText(checkpoint, "plans.json");
    if (!text)
        return;
    try {
        const Plans sibling = parsePlans(*text);
        const auto same = sibling.configurations.find(model.configuration.name);
        if (same == sibling.configurations.end() || !isSameConfiguration(same->second, model.configuration)
            || sibling.transposeForward != model.plans.transposeForward || sibling.intensity != model.plans.intensity)
            warn("differs from the plans that the weights were trained with");
    } catch (const Error& error) {
        warn(std::string("cannot be read: ") + error.what());
    }
}

class Describer {
public:
    Describer(const CheckpointFields& fields, const ModelLocation& location, const ModelChoice& choice)
        : m_fields(fields), m_location(location), m_choice(choice),
          m_fileName(location.checkpoint.filename().string()) {}

    PretrainedModel describe() {
        std::string configuration = m_fields.configuration;
        if (!m_fields.plansJson.empty()) {
            m_model.kind = "nnU-Net v2 checkpoint";
            m_model.plansJson = m_fields.plansJson;
            m_model.datasetJson = m_fields.datasetJson;
        } else if (!m_fields.adaptationPlanJson.empty()) {
            NnsslPlan plan = plansFromNnssl(m_fields.adaptationPlanJson, configuration);
            m_model.kind = "nnssl checkpoint";
            m_model.plansJson = std::move(plan.plansJson);
            m_model.datasetJson = std::move(plan.datasetJson);
            configuration = plan.configuration;
        } else {
            readSiblings();
            if (configuration.empty())
                configuration = m_location.configuration.empty() ? m_choice.configuration : m_location.configuration;
        }
        parse(configuration);
        if (!m_fields.plansJson.empty())
            compareWithSibling(m_model, m_location.checkpoint);
        m_model.trainer = m_fields.trainerName.empty() ? m_location.trainer : m_fields.trainerName;
        m_model.fold = m_fields.fold.empty() ? m_location.fold : m_fields.fold;
        m_model.epochsTrained = static_cast<int>(std::clamp<std::int64_t>(m_fields.currentEpoch, 0, 1'000'000'000));
        m_model.mirroringAxes = m_fields.mirroringAxes;
        return std::move(m_model);
    }

private:
    void readSiblings() {
        const std::optional<std::string> plans = siblingText(m_location.checkpoint, "plans.json");
        if (!plans)
            throw Error("MDL-001",
                        m_fileName
                            + " holds weights, but no nnU-Net plans, and there is no plans.json beside it or in "
                              "the folder above. Put the model's plans.json and dataset.json there.");
        m_model.kind = m_fields.isBareStateDict ? "weights with plans.json" : "nnU-Net v2 checkpoint without plans";
        m_model.plansJson = *plans;
        m_model.datasetJson = siblingText(m_location.checkpoint, "dataset.json").value_or("");
    }

    void parse(std::string configuration) {
        m_model.plans = parsePlans(m_model.plansJson);
        if (configuration.empty() && m_model.plans.configurations.size() == 1)
            configuration = m_model.plans.configurations.begin()->first;
        if (configuration.empty())
            throw Error("MDL-003", m_fileName + " does not say which configuration it belongs to; choose one of "
                                       + configurationNames() + ".");
        if (!m_choice.configuration.empty() && m_choice.configuration != configuration)
            throw Error("MDL-001", m_fileName + " was trained in the configuration " + configuration + ", not "
                                       + m_choice.configuration + ".");
        const auto found = m_model.plans.configurations.find(configuration);
        if (found == m_model.plans.configurations.end())
            throwWhyUnusable(configuration);
        m_model.configuration = found->second;
        for (const Problem& problem : m_model.plans.problems)
            if (problem.caseId.empty()) // the others are about configurations that this model does not use
                m_model.problems.push_back(problem);
        if (!m_model.datasetJson.empty())
            m_model.dataset = parseDatasetDescription(m_model.datasetJson);
        nameChannels();
    }

    [[noreturn]] void throwWhyUnusable(const std::string& configuration) const {
        for (const Problem& problem : m_model.plans.problems)
            if (problem.caseId == configuration)
                throw Error(problem.code, problem.text);
        throw Error("PLN-002", "The plans of " + m_fileName + " hold no configuration \"" + configuration
                                   + "\"; they hold " + configurationNames() + ".");
    }

    [[nodiscard]] std::string configurationNames() const {
        std::string text;
        for (const auto& entry : m_model.plans.configurations)
            text += (text.empty() ? "" : ", ") + entry.first;
        return text;
    }

    // dataset.json names the channels, the plans know how many there are.
    void nameChannels() {
        const std::size_t channels = m_model.configuration.normalization.size();
        if (!m_model.dataset.channelNames.empty() && m_model.dataset.channelNames.size() != channels)
            m_model.problems.push_back({"MDL-025",
                                        Severity::Warning,
                                        "dataset.json names " + std::to_string(m_model.dataset.channelNames.size())
                                            + " channels, the plans prepare " + std::to_string(channels)
                                            + ". Nidus follows the plans.",
                                        {}});
        for (std::size_t i = m_model.dataset.channelNames.size(); i < channels; ++i)
            m_model.dataset.channelNames.push_back("channel " + std::to_string(i));
        m_model.dataset.channelNames.resize(channels);
    }

    const CheckpointFields& m_fields;
    const ModelLocation& m_location;
    const ModelChoice& m_choice;
    std::string m_fileName;
    PretrainedModel m_model;
};

} // namespace

PretrainedModel describeModel(const CheckpointFields& fields, const ModelLocation& location,
                              const ModelChoice& choice) {
    return Describer(fields, location, choice).describe();
}

} // namespace nidus
