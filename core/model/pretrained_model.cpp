// SPDX-License-Identifier: Apache-2.0
#include "core/model/pretrained_model.h"

#include "core/base/archive.h"
#include "core/base/parallel.h"
#include "core/checkpoint/checkpoint.h"
#include "core/checkpoint/zip_directory.h"
#include "core/model/channel_choice.h"
#include "core/model/encoder_keys.h"
#include "core/model/model_location.h"
#include "core/model/model_source.h"
#include "core/model/resolve_architecture.h"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <numeric>
#include <optional>
#include <set>
#include <utility>

namespace nidus {
namespace {

namespace fs = std::filesystem;
using Fate = LoadReport::Fate;

std::string listed(const std::vector<std::string>& names) {
    constexpr std::size_t kMost = 4;
    std::string text;
    for (std::size_t i = 0; i < std::min(names.size(), kMost); ++i)
        text += (i == 0 ? "" : ", ") + names[i];
    return names.size() > kMost ? text + " and " + std::to_string(names.size() - kMost) + " more" : text;
}

/// Compares what the file holds with what the network needs, before anything of its size is allocated. `adaptedName`:
/// the tensor that may have other input channels than needed.
void requireEveryTensor(const std::vector<EncoderTensor>& needed, const EncoderKeys& keys,
                        const std::optional<std::string>& adaptedName, const std::string& fileName) {
    std::vector<std::string> missing, misshapen, unknown;
    std::set<std::string> known;
    for (const EncoderTensor& tensor : needed) {
        known.insert(tensor.name);
        const auto found = keys.tensors.find(tensor.name);
        if (found == keys.tensors.end())
            missing.push_back(tensor.name);
        else if (found->second->shape != tensor.shape && tensor.name != adaptedName)
            misshapen.push_back(tensor.name);
    }
    for (const auto& entry : keys.tensors)
        if (known.count(entry.first) == 0)
            unknown.push_back(entry.first);
    std::string what;
    if (!missing.empty())
        what += " missing: " + listed(missing) + ".";
    if (!misshapen.empty())
        what += " of another shape: " + listed(misshapen) + ".";
    if (!unknown.empty())
        what += " not in the plans: " + listed(unknown) + ".";
    if (!what.empty())
        throw Error("MDL-004", "The weights in " + fileName + " do not fit the network that its plans describe: of "
                                   + std::to_string(needed.size()) + " tensors "
                                   + std::to_string(needed.size() - missing.size() - misshapen.size()) + " are there;"
                                   + what + " The file is incomplete or its plans belong to another model.");
}

// Without a branch per element, so that the compiler reads the weights with vectors.
void requireFinite(std::span<const float> values, const std::string& key) {
    constexpr std::uint32_t kExponent = 0x7F800000U;
    std::uint32_t isBad = 0;
    for (const float value : values)
        isBad |= (std::bit_cast<std::uint32_t>(value) & kExponent) == kExponent ? 1U : 0U;
    if (isBad != 0)
        throw Error("MDL-005",
                    "The weights \"" + key
                        + "\" hold values that are no numbers (NaN or infinite): the training that made this "
                          "model failed. Choose another checkpoint.");
}

class Loader {
public:
    Loader(const ModelLocation& location, const ModelChoice& choice)
        : m_fileName(location.checkpoint.filename().string()), m_checkpoint(location.checkpoint),
          m_keys(encoderKeys(m_checkpoint.tensors())), m_model(describeModel(m_checkpoint.fields(), location, choice)),
          m_channels(choice.channels), m_withDecoder(choice.withDecoder) {}

    PretrainedModel load() {
        resolve();
        const std::vector<EncoderTensor> needed = encoderTensors(m_model.architecture);
        requireEveryTensor(needed, m_keys, m_adapted, m_fileName);
        std::vector<SharedTensor> read(needed.size());
        parallelFor(needed.size(), threadBudget(),
                    [&](std::size_t i) { read[i] = readTensor(needed[i], *m_keys.tensors.at(needed[i].name)); });
        for (std::size_t i = 0; i < needed.size(); ++i)
            m_model.weights.emplace(needed[i].name, std::move(read[i]));
        if (m_withDecoder)
            for (const auto& [name, stored] : m_keys.decoder)
                m_model.decoder.emplace(name, ownCopy(m_checkpoint.read(*stored)));
        compareTwins();
        report();
        return std::move(m_model);
    }

private:
    /// Sets the architecture, and which stored channel each image goes into.
    void resolve() {
        TensorShapes shapes;
        for (const auto& [name, tensor] : m_keys.tensors)
            shapes[name] = tensor->shape;
        const Configuration& configuration = m_model.configuration;
        m_model.architecture =
            resolveArchitecture(configuration.architecture, configuration.patchSize.size(), shapes, m_model.problems);
        const std::size_t images = configuration.normalization.size();
        m_storedChannels = m_model.architecture.inputChannels;
        compareChannels(static_cast<std::int64_t>(images));
        std::vector<int> all(static_cast<std::size_t>(m_storedChannels));
        std::iota(all.begin(), all.end(), 0);
        if (!m_channels.empty())
            choosePlannedChannels(m_model, m_channels);
        else
            m_channels.assign(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(images));
        m_model.architecture.inputChannels = static_cast<std::int64_t>(m_channels.size());
        if (m_channels != all)
            m_adapted = firstConvolution(m_model.architecture);
    }

    /// A network may have channels beside those of images only in a cascade.
    void compareChannels(std::int64_t images) {
        if (m_storedChannels == images)
            return;
        const std::string text = "takes " + std::to_string(m_storedChannels) + " input channels, but the plans prepare "
                                 + std::to_string(images);
        if (m_storedChannels < images || m_model.configuration.previousStage.empty())
            throw Error("MDL-004",
                        "The network in " + m_fileName + " " + text + ". Its plans belong to another model.");
        m_model.problems.push_back({"MDL-022",
                                    Severity::Warning,
                                    "This is the second stage of a cascade: the network " + text
                                        + ", the rest came from the first stage. Nidus "
                                          "leaves these channels out, which weakens the model; the configuration "
                                          "3d_fullres is a better start.",
                                    {}});
    }

    static HostTensor ownCopy(const SharedTensor& tensor) {
        return {tensor.shape, {tensor.values.begin(), tensor.values.end()}};
    }

    SharedTensor readTensor(const EncoderTensor& tensor, const CheckpointTensor& stored) const {
        SharedTensor read = m_checkpoint.read(stored);
        requireFinite(read.values, stored.key);
        if (tensor.name == m_adapted)
            read = shared(withChannels(ownCopy(read), m_channels));
        if (read.shape != tensor.shape)
            throw Error("MDL-004", "The weights \"" + stored.key + "\" in " + m_fileName
                                       + " have another shape than "
                                         "the plans describe.");
        return read;
    }

    // nnssl's Spark trainers leave the second names at their random start; any other difference is as suspicious.
    void compareTwins() {
        std::size_t different = 0;
        for (const auto& [used, second] : m_keys.twins)
            if (used->shape != second->shape
                || !std::ranges::equal(m_checkpoint.read(*used).values, m_checkpoint.read(*second).values))
                ++different;
        if (different > 0)
            m_model.problems.push_back(
                {"MDL-021",
                 Severity::Warning,
                 std::to_string(different)
                     + " layers are stored twice with different weights. Nidus uses those that nnU-Net executes "
                       "(all_modules); the others are usually the untrained start of a Spark pre-training.",
                 {}});
    }

    void report() {
        LoadReport& report = m_model.report;
        report.rows = m_keys.rows;
        report.unusedContents = m_checkpoint.fields().unusedContents;
        for (LoadReport::Row& row : report.rows) {
            if (row.fate == Fate::Matched && row.note == m_adapted) {
                row.fate = Fate::Adapted;
                row.note += ": " + channelText(m_channels, m_storedChannels);
            }
            report.matched += row.fate == Fate::Matched ? 1 : 0;
            report.adapted += row.fate == Fate::Adapted ? 1 : 0;
            report.skipped += row.fate == Fate::Skipped ? 1 : 0;
        }
    }

    std::string m_fileName;
    Checkpoint m_checkpoint;
    EncoderKeys m_keys;
    PretrainedModel m_model;
    std::vector<int> m_channels; ///< by image: the stored channel that it goes into
    std::int64_t m_storedChannels = 0;
    bool m_withDecoder = false;
    std::optional<std::string> m_adapted; ///< name of the first convolution, if its channels change
};

bool isExport(const std::vector<ZipRecord>& records) {
    return std::any_of(records.begin(), records.end(), [](const ZipRecord& record) {
        const fs::path path(record.name);
        return path.extension() == ".pth" || path.filename() == "plans.json";
    });
}

/// The records of a file that may be an export; empty when it is no ZIP archive or one of torch.save.
std::vector<ZipRecord> exportRecords(const fs::path& path) {
    const MappedFile file(path);
    if (!isZip(file.bytes()))
        return {};
    constexpr ZipRules kRules{5'000, true, true, 1'024, 200};
    // A checkpoint has no folders, no packed records and more records: whatever is wrong with it, its own reader says
    // so.
    std::vector<ZipRecord> records;
    try {
        records = readZipDirectory(file.bytes(), path.filename().string(), kRules);
    } catch (const Error&) {
        if (path.extension() == ".zip")
            throw;
    }
    return isExport(records) ? records : std::vector<ZipRecord>();
}

PretrainedModel loadExport(const fs::path& path, const std::vector<ZipRecord>& records, const ModelChoice& choice) {
    std::vector<fs::path> names;
    for (const ZipRecord& record : records)
        names.emplace_back(record.name);
    const std::vector<ModelLocation> models = modelsAmong(names);
    const std::string fileName = path.filename().string();
    if (models.empty())
        throw Error("MDL-001", fileName
                                   + " holds no checkpoint (checkpoint_final.pth). Export the model again with "
                                     "nnUNetv2_export_model_to_zip.");
    ModelLocation chosen = chooseModel(models, choice, fileName);
    const fs::path configuration = chosen.checkpoint.parent_path().parent_path();
    const std::set<std::string> wanted{chosen.checkpoint.string(), (configuration / "plans.json").string(),
                                       (configuration / "dataset.json").string()};
    const TemporaryFolder folder;
    extractMembers(path, folder.path(), [&](const std::string& name) { return wanted.count(name) != 0; });
    chosen.checkpoint = folder.path() / chosen.checkpoint;
    PretrainedModel model = Loader(chosen, choice).load();
    model.kind = "nnU-Net v2 export";
    return model;
}

} // namespace

PretrainedModel loadPretrainedModel(const fs::path& path, const ModelChoice& choice) {
    if (fs::is_directory(path))
        return Loader(chooseModel(findModels(path), choice, path.string()), choice).load();
    if (const std::vector<ZipRecord> records = exportRecords(path); !records.empty())
        return loadExport(path, records, choice);
    return Loader(locationOf(path), choice).load();
}

} // namespace nidus
