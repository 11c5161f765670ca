// SPDX-License-Identifier: Apache-2.0
#include "tests/support/checkpoint_writer.h"

#include <cstring>
#include <fstream>
#include <string_view>
#include <utility>

namespace nidus::test {
namespace {

std::vector<std::int64_t> contiguous(const std::vector<std::int64_t>& shape) {
    std::vector<std::int64_t> strides(shape.size(), 1);
    for (std::size_t axis = shape.size(); axis > 1; --axis)
        strides[axis - 2] = strides[axis - 1] * shape[axis - 1];
    return strides;
}

} // namespace

std::size_t CheckpointWriter::addFloats(const std::vector<float>& values) {
    return addStorage("FloatStorage", static_cast<std::int64_t>(values.size()),
                      {reinterpret_cast<const char*>(values.data()), values.size() * sizeof(float)});
}

std::size_t CheckpointWriter::addStorage(const std::string& type, std::int64_t count, std::string bytes) {
    storages.push_back({type, count, std::move(bytes)});
    return storages.size() - 1;
}

std::string CheckpointWriter::pickle(bool isLegacy) const {
    PickleWriter out;
    out.begin();
    if (!isBare)
        out.raw("}(").text("network_weights");
    out.emptyOrderedDict().raw("(");
    for (const StoredTensor& tensor : tensors) {
        const Storage& storage = storages[tensor.storage];
        const std::vector<std::int64_t> strides = tensor.strides.empty() ? contiguous(tensor.shape) : tensor.strides;
        out.text(tensor.key);
        const std::string key = std::to_string(tensor.storage);
        if (isLegacy)
            out.legacyTensor(storage.type, key, storage.count, tensor.offset, tensor.shape, strides);
        else
            out.tensor(storage.type, key, storage.count, tensor.offset, tensor.shape, strides);
    }
    // What nn.Module hangs on every state dict.
    out.raw("u").raw("}").text("_metadata").emptyOrderedDict().raw("sb");
    if (isBare)
        return out.stop().str();
    out.text("trainer_name").text(trainer).text("current_epoch").integer(7);
    out.text("_best_ema").numpyFloat64(0.5, numpyModule);
    out.text("inference_allowed_mirroring_axes").integers({0, 1});
    out.text("optimizer_state").value({{"state", nullptr}, {"momentum", 0.99}});
    out.text("init_args").raw("}(");
    for (const auto& item : initArgs.items())
        out.text(item.key()).value(item.value());
    out.text("device").name("torch", "device").text("cuda").integer(0).raw("\x86R").raw("u");
    for (const auto& item : others.items())
        out.text(item.key()).value(item.value());
    return out.raw("u").stop().str();
}

std::vector<ZipEntry> CheckpointWriter::records() const {
    std::vector<ZipEntry> entries;
    const auto add = [&](const std::string& name, const std::string& data) {
        ZipEntry entry;
        entry.name = "checkpoint/" + name;
        entry.data = data;
        entries.push_back(entry);
    };
    add("data.pkl", pickle());
    add("byteorder", "little");
    for (std::size_t i = 0; i < storages.size(); ++i)
        add("data/" + std::to_string(i), storages[i].bytes);
    add("version", "3\n");
    return entries;
}

std::string CheckpointWriter::legacy() const {
    std::string out("\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19.", 15);
    out += PickleWriter().begin().integer(1001).stop().str();
    out += PickleWriter().begin().value({{"protocol_version", 1001}, {"little_endian", true}}).stop().str();
    out += pickle(true);
    nlohmann::ordered_json keys = nlohmann::ordered_json::array();
    for (std::size_t i = 0; i < storages.size(); ++i)
        keys.push_back(std::to_string(i));
    out += PickleWriter().begin().value(keys).stop().str();
    for (const Storage& storage : storages) {
        out.append(reinterpret_cast<const char*>(&storage.count), sizeof storage.count);
        out += storage.bytes;
    }
    return out;
}

void writeBytes(const std::filesystem::path& path, const std::string& bytes) {
    std::ofstream(path, std::ios::binary).write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

} // namespace nidus::test
