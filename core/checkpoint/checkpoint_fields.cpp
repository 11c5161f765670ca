// SPDX-License-Identifier: Apache-2.0
#include "core/checkpoint/checkpoint_fields.h"

#include "core/base/error.h"

#include <algorithm>
#include <limits>
#include <string_view>
#include <unordered_set>

namespace nidus {
namespace {

constexpr std::size_t kMaxJson = 32U << 20U;

class Describer {
public:
    Describer(const PickleGraph& graph, const std::filesystem::path& path)
        : m_graph(graph), m_fileName(path.filename().string()), m_isV1(path.extension() == ".model") {}

    CheckpointDescription describe() {
        CheckpointDescription result;
        const PickleId dict = stateDict(result.fields);
        result.tensors = tensorsOf(dict);
        if (!result.fields.isBareStateDict)
            readFields(result.fields);
        return result;
    }

private:
    const PickleId* find(const PickleId* dict, std::string_view key, PickleKind kind) const {
        const PickleId* found = dict ? m_graph.find(*dict, key) : nullptr;
        return found && m_graph.is(*found, kind) ? found : nullptr;
    }

    PickleId stateDict(CheckpointFields& fields) const {
        const PickleId root = m_graph.root;
        if (!m_graph.is(root, PickleKind::Dict))
            throw Error("CKP-080", m_fileName + " holds data, but no network. Choose a checkpoint of nnU-Net v2.");
        if (const PickleId* weights = find(&root, "network_weights", PickleKind::Dict))
            return *weights;
        if (m_graph.find(root, "state_dict")) {
            if (m_isV1 || m_graph.find(root, "plot_stuff") || m_graph.find(root, "lr_scheduler_state_dict"))
                throw Error("CKP-008", m_fileName
                                           + " is a model of nnU-Net v1, whose networks Nidus does not know. "
                                             "Train or download it again with nnU-Net v2.");
            throw Error("CKP-080",
                        m_fileName + " is a checkpoint of another program. Choose a checkpoint of nnU-Net v2.");
        }
        const std::vector<PickleId>& pairs = m_graph.itemsOf(root);
        bool isBare = !pairs.empty();
        for (std::size_t i = 0; i + 1 < pairs.size(); i += 2)
            isBare = isBare && m_graph.is(pairs[i], PickleKind::String) && m_graph.is(pairs[i + 1], PickleKind::Tensor);
        if (!isBare)
            throw Error("CKP-080", m_fileName + " holds no weights of a network. Choose a checkpoint of nnU-Net v2.");
        fields.isBareStateDict = true;
        return root;
    }

    std::vector<CheckpointTensor> tensorsOf(PickleId dict) const {
        std::vector<CheckpointTensor> tensors;
        std::unordered_set<std::string_view> keys;
        const std::vector<PickleId>& pairs = m_graph.itemsOf(dict);
        for (std::size_t i = 0; i + 1 < pairs.size(); i += 2) {
            if (!m_graph.is(pairs[i], PickleKind::String) || !m_graph.is(pairs[i + 1], PickleKind::Tensor))
                throw Error("CKP-080", m_fileName + " holds something else than tensors among its weights.");
            const std::string_view key = m_graph.text(pairs[i]);
            if (!keys.insert(key).second)
                throw Error("CKP-057", m_fileName + " holds the weights \"" + std::string(key)
                                           + "\" twice. It was made to deceive.");
            const PickledTensor& tensor = m_graph.tensors[m_graph.node(pairs[i + 1]).index];
            tensors.push_back(
                {std::string(key), tensor.type, tensor.shape, tensor.strides, tensor.offset, tensor.storage});
        }
        return tensors;
    }

    std::string textOf(const PickleId* id) const {
        if (!id)
            return {};
        const PickleNode& node = m_graph.node(*id);
        if (node.kind == PickleKind::String)
            return std::string(m_graph.text(*id));
        return node.kind == PickleKind::Int ? std::to_string(node.integer) : std::string();
    }

    std::string jsonOf(const PickleId* dict) const {
        return dict ? jsonText(m_graph, *dict, kMaxJson, m_fileName) : std::string();
    }

    void readFields(CheckpointFields& fields) const {
        const PickleId* root = &m_graph.root;
        const PickleId* arguments = find(root, "init_args", PickleKind::Dict);
        const auto argument = [&](std::string_view key) { return arguments ? m_graph.find(*arguments, key) : nullptr; };
        fields.trainerName = textOf(m_graph.find(*root, "trainer_name"));
        fields.configuration = textOf(argument("configuration"));
        if (fields.configuration.empty())
            fields.configuration = textOf(argument("configuration_name"));
        fields.fold = textOf(argument("fold"));
        fields.plansJson = jsonOf(find(arguments, "plans", PickleKind::Dict));
        fields.datasetJson = jsonOf(find(arguments, "dataset_json", PickleKind::Dict));
        fields.adaptationPlanJson = jsonOf(find(root, "nnssl_adaptation_plan", PickleKind::Dict));
        if (const PickleId* epoch = find(root, "current_epoch", PickleKind::Int))
            fields.currentEpoch = m_graph.node(*epoch).integer;
        fields.mirroringAxes = axesOf(m_graph.find(*root, "inference_allowed_mirroring_axes"));
        listUnused(fields, arguments);
    }

    std::optional<std::vector<int>> axesOf(const PickleId* id) const {
        if (!id || (!m_graph.is(*id, PickleKind::Tuple) && !m_graph.is(*id, PickleKind::List)))
            return std::nullopt;
        std::vector<int> axes;
        for (const PickleId axis : m_graph.itemsOf(*id)) {
            const PickleNode& node = m_graph.node(axis);
            if (node.kind == PickleKind::Int && node.integer >= 0 && node.integer <= 2)
                axes.push_back(static_cast<int>(node.integer));
        }
        return axes;
    }

    void listUnused(CheckpointFields& fields, const PickleId* arguments) const {
        constexpr std::string_view kUsed[] = {
            "network_weights",      "init_args", "trainer_name", "current_epoch", "inference_allowed_mirroring_axes",
            "nnssl_adaptation_plan"};
        constexpr std::string_view kUsedArguments[] = {"plans",        "configuration", "configuration_name", "fold",
                                                       "dataset_json", "device",        "unpack_dataset"};
        const auto list = [&](const PickleId& dict, const auto& used, const std::string& prefix) {
            const std::vector<PickleId>& pairs = m_graph.itemsOf(dict);
            for (std::size_t i = 0; i + 1 < pairs.size(); i += 2) {
                if (!m_graph.is(pairs[i], PickleKind::String) || m_graph.is(pairs[i + 1], PickleKind::None))
                    continue;
                const std::string_view key = m_graph.text(pairs[i]);
                if (std::find(std::begin(used), std::end(used), key) == std::end(used))
                    fields.unusedContents.push_back(
                        prefix + std::string(key)
                        + (key == "pretrain_json" ? " (names of subjects and images of the pre-training data)" : ""));
            }
        };
        list(m_graph.root, kUsed, "");
        if (arguments)
            list(*arguments, kUsedArguments, "init_args.");
    }

    const PickleGraph& m_graph;
    std::string m_fileName;
    bool m_isV1;
};

} // namespace

CheckpointDescription describeCheckpoint(const PickleGraph& graph, const std::filesystem::path& path) {
    return Describer(graph, path).describe();
}

} // namespace nidus
