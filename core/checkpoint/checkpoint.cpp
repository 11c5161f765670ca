// SPDX-License-Identifier: Apache-2.0
#include "core/checkpoint/checkpoint.h"

#include "core/base/error.h"
#include "core/checkpoint/bytes.h"
#include "core/checkpoint/checkpoint_fields.h"
#include "core/checkpoint/crc32.h"
#include "core/checkpoint/file_kind.h"
#include "core/checkpoint/legacy_container.h"
#include "core/checkpoint/pickle_reader.h"
#include "core/checkpoint/tensor_reader.h"
#include "core/checkpoint/zip_directory.h"

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <functional>
#include <numeric>
#include <set>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <utility>

namespace nidus {
namespace {

constexpr std::uint64_t kMaxPickle = 64U << 20U, kMaxSmallRecord = 4096, kMaxExpansion = 4;

[[noreturn]] void fail(const char* code, const std::string& fileName, const std::string& what) {
    throw Error(code, fileName + " " + what + ". It is damaged or was made to deceive; get it again from its source.");
}

bool isDigits(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// The records of a torch.save archive by their name below the one folder.
std::unordered_map<std::string, const ZipRecord*> recordsByRole(const std::vector<ZipRecord>& records,
                                                                const std::string& fileName) {
    std::unordered_map<std::string, const ZipRecord*> byRole;
    const auto below = [](const ZipRecord& record) {
        const std::size_t slash = record.name.find('/');
        return slash == std::string::npos ? std::string() : record.name.substr(slash + 1);
    };
    for (const ZipRecord& record : records)
        if (below(record) == "constants.pkl" || below(record).rfind("code/", 0) == 0)
            throw Error("CKP-006", fileName
                                       + " is a TorchScript program, not a checkpoint, and Nidus runs no programs from "
                                         "files. Choose the checkpoint (.pth) that it was made from.");
    if (std::none_of(records.begin(), records.end(),
                     [&](const ZipRecord& record) { return below(record) == "data.pkl" && record.size <= kMaxPickle; }))
        throw Error("CKP-029", fileName
                                   + " is a ZIP archive, but holds no description of a network of usual size. Choose a "
                                     "checkpoint (.pth) or an exported nnU-Net model.");
    constexpr std::string_view kSmall[] = {"version", "byteorder", ".format_version", ".storage_alignment",
                                           ".data/serialization_id"};
    const std::string folder = records.empty() ? "" : records[0].name.substr(0, records[0].name.find('/'));
    for (const ZipRecord& record : records) {
        const std::string role = below(record);
        const bool isSmall = std::find(std::begin(kSmall), std::end(kSmall), role) != std::end(kSmall);
        const bool isStorage = role.rfind("data/", 0) == 0 && isDigits(std::string_view(role).substr(5));
        if (record.name.compare(0, folder.size() + 1, folder + "/") != 0
            || (!isStorage && role != "data.pkl" && (!isSmall || record.size > kMaxSmallRecord)))
            fail("CKP-027", fileName, "holds the record \"" + record.name + "\", which checkpoints do not have");
        byRole.emplace(role, &record);
    }
    return byRole;
}

} // namespace

struct Checkpoint::Content {
    explicit Content(const std::filesystem::path& path) : fileName(path.filename().string()), file(path) {
        const PickleGraph graph =
            containerOf(file.bytes(), path) == CheckpointContainer::Zip ? openZip() : openLegacy();
        description = describeCheckpoint(graph, path);
        checkVolume();
    }

    PickleGraph openZip() {
        records = readZipDirectory(file.bytes(), fileName, {});
        const auto byRole = recordsByRole(records, fileName);
        const ZipRecord& pickle = *byRole.at("data.pkl");
        if (const auto order = byRole.find("byteorder"); order != byRole.end())
            isBigEndian = textOf(storedBytes(file.bytes(), *order->second, fileName)) == "big";
        PickleResult result = readPickle(storedBytes(file.bytes(), pickle, fileName), StorageStyle::Zip, fileName);
        if (result.consumed != pickle.size)
            fail("CKP-042", fileName, "goes on after the end of its description");
        for (const PickledStorage& storage : result.graph.storages) {
            const auto record = byRole.find("data/" + std::string(storage.key));
            if (record == byRole.end())
                fail("CKP-061", fileName, "lacks data that it describes");
            const std::uint64_t size = storage.isUntyped ? 1 : elementSize(storage.type);
            if (static_cast<std::uint64_t>(storage.count) > record->second->size
                || static_cast<std::uint64_t>(storage.count) * size != record->second->size)
                fail("CKP-063", fileName, "holds data of another length than described");
            storageRecords.push_back(record->second);
        }
        isChecked = std::vector<std::atomic<bool>>(storageRecords.size());
        return std::move(result.graph);
    }

    PickleGraph openLegacy() {
        LegacyContainer container = readLegacyContainer(file.bytes(), fileName);
        storages = std::move(container.storages);
        isBigEndian = container.isBigEndian;
        return std::move(container.graph);
    }

    /// Many views of one small storage must not become much memory.
    void checkVolume() const {
        std::set<std::tuple<std::uint32_t, std::int64_t, std::vector<std::int64_t>, std::vector<std::int64_t>>> seen;
        std::uint64_t total = 0;
        for (const CheckpointTensor& tensor : description.tensors) {
            if (!seen.emplace(tensor.storage, tensor.offset, tensor.shape, tensor.strides).second)
                continue;
            std::uint64_t bytes = elementSize(tensor.type);
            bool isTooMuch = false;
            for (const std::int64_t size : tensor.shape)
                isTooMuch = __builtin_mul_overflow(bytes, static_cast<std::uint64_t>(size), &bytes) || isTooMuch;
            isTooMuch = __builtin_add_overflow(total, bytes, &total) || isTooMuch;
            if (isTooMuch || total > kMaxExpansion * file.bytes().size())
                fail("CKP-073", fileName, "describes more weights than it can hold");
        }
    }

    std::span<const std::byte> storage(std::uint32_t index) const {
        if (storageRecords.empty())
            return storages[index];
        const ZipRecord& record = *storageRecords[index];
        return file.bytes().subspan(static_cast<std::size_t>(record.dataOffset), static_cast<std::size_t>(record.size));
    }

    static std::size_t elementsOf(const std::vector<std::int64_t>& shape) {
        return static_cast<std::size_t>(
            std::accumulate(shape.begin(), shape.end(), std::int64_t{1}, std::multiplies<>()));
    }

    void check(std::uint32_t index, std::uint32_t crc) {
        requireCheckSum(*storageRecords[index], crc, fileName);
        isChecked[index] = true;
    }

    /// The usual case needs no copy: a storage of floats as they are in the file.
    SharedTensor read(const CheckpointTensor& tensor, const std::shared_ptr<const Content>& self) {
        const TensorView view{tensor.type, tensor.offset, tensor.shape, tensor.strides};
        const std::span<const std::byte> bytes = storage(tensor.storage);
        file.willRead(bytes);
        if (!storageRecords.empty() && !isChecked[tensor.storage])
            check(tensor.storage, crc32(bytes));
        const bool isMisaligned = reinterpret_cast<std::uintptr_t>(bytes.data()) % alignof(float) != 0;
        if (view.type == TensorType::F32 && !isBigEndian && isContiguous(view) && !isMisaligned) {
            const std::span floats(reinterpret_cast<const float*>(bytes.data()), bytes.size() / sizeof(float));
            return {tensor.shape, floats.subspan(static_cast<std::size_t>(view.offset), elementsOf(view.shape)), self};
        }
        SharedTensor copy = shared({tensor.shape, readTensor(bytes, view, isBigEndian)});
        file.release(bytes);
        return copy;
    }

    std::string fileName;
    MappedFile file;
    std::vector<ZipRecord> records;
    std::vector<const ZipRecord*> storageRecords; ///< by index of the storage; empty for the legacy container
    std::vector<std::atomic<bool>> isChecked;
    std::vector<std::span<const std::byte>> storages; ///< legacy container
    bool isBigEndian = false;
    CheckpointDescription description;
};

Checkpoint::Checkpoint(const std::filesystem::path& path) : m_content(std::make_shared<Content>(path)) {}

const CheckpointFields& Checkpoint::fields() const noexcept {
    return m_content->description.fields;
}

const std::vector<CheckpointTensor>& Checkpoint::tensors() const noexcept {
    return m_content->description.tensors;
}

SharedTensor Checkpoint::read(const CheckpointTensor& tensor) const {
    return m_content->read(tensor, m_content);
}

} // namespace nidus
