// SPDX-License-Identifier: Apache-2.0
#include "core/training/view_files_torch.h"

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/base/safetensors.h"
#include "core/training/feature_cache.h"

#include <nlohmann/json.hpp>

#include <array>
#include <cstring>
#include <map>
#include <span>
#include <utility>

namespace nidus::compute {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

constexpr int kFormat = 2;

constexpr std::array kTypes{std::pair{at::kFloat, TensorType::F32}, std::pair{at::kBFloat16, TensorType::BF16},
                            std::pair{at::kHalf, TensorType::F16}};

std::string name(std::size_t passage, const char* part) {
    return std::to_string(passage) + "." + part;
}

at::Tensor tensorOf(const SafetensorsFile& file, const std::string& name) {
    const auto found = file.tensors().find(name);
    if (found == file.tensors().end())
        return {};
    const TensorEntry& entry = found->second;
    for (const auto& [type, stored] : kTypes)
        if (stored == entry.type) {
            at::Tensor tensor = at::empty(entry.shape, type);
            std::memcpy(tensor.mutable_data_ptr(), entry.bytes.data(), entry.bytes.size());
            return tensor;
        }
    throw Error("STF-005", name + " has another type");
}

/// An activation [N, C, spatial...] lies in a file as [N, spatial..., C], which is how a processor holds it.
at::Tensor channelsLast(const at::Tensor& x) {
    return x.defined() ? x.movedim(1, -1) : x;
}

at::Tensor channelsSecond(const at::Tensor& x) {
    return x.defined() ? x.movedim(-1, 1) : x;
}

/// Entries that point into tensors of the host.
class Entries {
public:
    void add(const std::string& name, const at::Tensor& tensor) {
        if (!tensor.defined())
            return;
        m_tensors.push_back(tensor.detach().to(at::kCPU).contiguous());
        const at::Tensor& host = m_tensors.back();
        for (const auto& [type, stored] : kTypes)
            if (host.scalar_type() == type)
                m_entries[name] = {
                    stored, host.sizes().vec(), {static_cast<const std::byte*>(host.const_data_ptr()), host.nbytes()}};
    }
    [[nodiscard]] const std::map<std::string, TensorEntry>& all() const { return m_entries; }

private:
    std::vector<at::Tensor> m_tensors;
    std::map<std::string, TensorEntry> m_entries;
};

} // namespace

ViewFiles::ViewFiles(const ViewStore& store, HeadKind head) : m_store(store), m_head(head) {
    if (!m_store.folder.empty())
        m_used = viewFileBytes(m_store.folder);
}

fs::path ViewFiles::path(const std::string& caseSha256, const std::string& views, int closed) const {
    if (m_store.folder.empty() || closed == 0)
        return {};
    const std::string text = Json{m_store.digest, headKindName(m_head), caseSha256, views, closed, kFormat}.dump();
    return viewFile(m_store.folder, sha256(std::as_bytes(std::span(text))));
}

std::optional<std::vector<Passage>> ViewFiles::read(const fs::path& path, std::size_t part, std::size_t parts) const {
    if (path.empty() || !fs::exists(path))
        return {};
    try {
        const SafetensorsFile file(path);
        const Json json = Json::parse(file.metadata().at("nidus"));
        std::vector<Passage> passages;
        const std::size_t count = json.at("transforms").size() / parts;
        for (std::size_t i = part * count; i < (part + 1) * count; ++i) {
            Passage& passage = passages.emplace_back();
            passage.nextStage = json.at("closed").get<int>();
            passage.transforms = json.at("transforms").at(i).get<std::vector<std::string>>();
            passage.activation = channelsSecond(tensorOf(file, name(i, "activation")));
            passage.mask = tensorOf(file, name(i, "mask"));
            if (const at::Tensor pooled = tensorOf(file, name(i, "pooled")); pooled.defined())
                passage.pooled.push_back(pooled);
        }
        markUsed(path);
        return passages;
    } catch (const std::exception&) {
        // As with any entry of the cache: computed again, and replaced.
        std::error_code ignored;
        fs::remove(path, ignored);
        return {};
    }
}

void ViewFiles::write(const fs::path& path, const std::vector<Passage>& passages) {
    std::int64_t bytes = 0;
    for (const Passage& passage : passages)
        bytes += passage.bytes();
    if (path.empty() || m_isFull)
        return;
    if (m_used + bytes > m_store.limit) {
        m_isFull = true;
        return;
    }
    m_used += bytes;
    Entries entries;
    Json transforms = Json::array();
    for (std::size_t i = 0; i < passages.size(); ++i) {
        const Passage& passage = passages[i];
        entries.add(name(i, "activation"), channelsLast(passage.activation));
        entries.add(name(i, "mask"), passage.mask);
        if (!passage.pooled.empty())
            entries.add(name(i, "pooled"), at::cat(passage.pooled));
        transforms.push_back(passage.transforms);
    }
    const Json json{{"format", kFormat},
                    {"kind", "views"},
                    {"closed", passages.front().nextStage},
                    {"transforms", std::move(transforms)}};
    fs::create_directories(path.parent_path());
    writeSafetensors(path, entries.all(), {{"nidus", json.dump()}}, Publish::KeepExisting);
    m_unsettled.push_back(path);
}

void ViewFiles::settle() {
    // Whoever tidies the cache may have removed some.
    std::erase_if(m_unsettled, [](const fs::path& path) { return !fs::exists(path); });
    if (!m_unsettled.empty())
        makeDurable(m_unsettled, m_store.folder);
    m_unsettled.clear();
}

} // namespace nidus::compute
