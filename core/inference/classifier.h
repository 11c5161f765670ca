// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/model/engine.h"
#include "core/project/prepare.h"
#include "core/project/project.h"
#include "core/statistics/zones.h"

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace nidus {

/// What a .nidusmodel says about itself (manifest.json).
struct ClassifierInfo {
    std::string name;
    std::vector<std::string> classes;
    std::string positive;
    std::vector<std::string> channelNames;
    int members = 0;
    std::string trainedOn; ///< for example "48 cases, 4 folds"
    Zones zones;
    int outOfFoldCases = 0, outOfFoldFlagged = 0; ///< training cases, judged by what never saw them
};

struct CasePrediction {
    std::string input; ///< file, folder or case id, as the user named it
    std::string prediction;
    std::map<std::string, double> probabilities;
    std::string zone; ///< "below", "uncertain" (every flagged case is), "above"; empty where no zone is defined
    std::optional<double> oodScore;
    bool oodFlag = false; ///< the score is above 1: unlike the training cases
    std::vector<Problem> problems;
};

struct PredictReport {
    std::string model;
    std::vector<CasePrediction> cases;
    std::vector<Problem> refused; ///< caseId holds the input
    double seconds = 0;
};

/// One case to classify: its channels in the model's order.
struct PredictInput {
    std::string name;
    std::vector<SeriesSource> channels;
};

struct ExplainOptions {
    std::string className; ///< whose maps; empty: the positive one of two, of more the predicted one
    std::vector<InfluenceMethod> methods{InfluenceMethod::HiResCam};
    int blocksPerAxis = 8; ///< as InfluenceTask
    std::string device = "cpu";
};

/// What a prediction rests on, in the geometry of the image.
struct CaseExplanation {
    CasePrediction prediction;
    std::string className;
    double score = 0; ///< calibrated logit of the class minus the mean of the other classes' logits
    /// In units of the score, positive where it is raised; 0 outside the crop to nonzero. Grid and place of the first
    /// channel.
    std::map<InfluenceMethod, Volume> maps;
};

[[nodiscard]] const char* influenceMethodName(InfluenceMethod method) noexcept; ///< "hirescam", "occlusion"

/// What must be said wherever a map is shown.
inline constexpr char kInfluenceNote[] =
    "Maps show what influenced the classifier, not where disease is. For research use only.";

/// Writes the finished run as one file: a stored zip of manifest.json (format 1), weights (one safetensors per member,
/// shared encoder weights once), model card, licences and the SHA-256 of each member. Throws Error TRN-009, FIL-004,
/// STA-012.
void exportClassifier(const Project& project, const std::string& runId, const std::filesystem::path& file,
                      const ZoneTargets& targets = {});

/// A .nidusmodel opened and checked. Throws Error CLF-001 (not a .nidusmodel), CLF-002 (damaged: a digest differs),
/// CLF-003 (newer format).
class Classifier {
public:
    explicit Classifier(const std::filesystem::path& file);
    ~Classifier();
    Classifier(Classifier&&) noexcept;
    Classifier& operator=(Classifier&&) noexcept;

    [[nodiscard]] const ClassifierInfo& info() const;

    /// Mean of the members' calibrated logits, then softmax. A case that fails is in `refused`, the others go on.
    [[nodiscard]] PredictReport predict(const std::vector<PredictInput>& inputs, SeriesReader& reader,
                                        ComputeEngine& engine, const std::string& device, const JobControl& control,
                                        const std::function<void(const CasePrediction&)>& onCase = {}) const;

    /// Influence maps of one case: ComputeEngine::influence of the calibrated logits, the mean over the members. Throws
    /// Error CLF-004, CLF-007 (no such class), and those of prepareCase() and the engine.
    [[nodiscard]] CaseExplanation explain(const PredictInput& input, const ExplainOptions& options,
                                          SeriesReader& reader, ComputeEngine& engine, const JobControl& control) const;

private:
    struct Content;
    std::unique_ptr<Content> m_content;
};

/// One input per included series under the paths. Problems of series that are left out go to `refused`.
[[nodiscard]] std::vector<PredictInput> findInputs(const std::vector<std::filesystem::path>& paths,
                                                   SeriesReader& reader, std::vector<Problem>& refused,
                                                   const JobControl& control);

[[nodiscard]] std::string toJson(const PredictReport& report);
/// The cases as CSV: input, prediction, p_<class> in the order of `classes`, zone, ood_score, ood_flag, problems
/// (codes).
[[nodiscard]] std::string toCsv(const PredictReport& report, const std::vector<std::string>& classes);

} // namespace nidus
