// SPDX-License-Identifier: Apache-2.0
#include "core/base/safetensors.h"

#include "core/base/error.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <limits>
#include <optional>
#include <set>
#include <stdexcept>

namespace nidus {
namespace {

using Json = nlohmann::json;

static_assert(std::endian::native == std::endian::little, "safetensors files are mapped as they are: little endian");

constexpr std::uint64_t kHeaderLimit = 100'000'000;
constexpr std::size_t kLengthBytes = 8;
constexpr const char* kMetadataKey = "__metadata__";

struct TypeRow {
    TensorType type;
    const char* name;
    std::size_t size;
};
constexpr std::array<TypeRow, 10> kTypes{{{TensorType::F32, "F32", 4},
                                          {TensorType::F16, "F16", 2},
                                          {TensorType::BF16, "BF16", 2},
                                          {TensorType::F64, "F64", 8},
                                          {TensorType::I64, "I64", 8},
                                          {TensorType::I32, "I32", 4},
                                          {TensorType::I16, "I16", 2},
                                          {TensorType::I8, "I8", 1},
                                          {TensorType::U8, "U8", 1},
                                          {TensorType::Bool, "BOOL", 1}}};

const TypeRow& typeRow(TensorType type) noexcept {
    return *std::find_if(kTypes.begin(), kTypes.end(), [type](const TypeRow& row) { return row.type == type; });
}

/// Bytes of a tensor, or nothing for a negative size or an overflow.
std::optional<std::uint64_t> byteCount(TensorType type, const std::vector<std::int64_t>& shape) {
    std::uint64_t count = elementSize(type);
    for (const std::int64_t size : shape) {
        if (size < 0)
            return std::nullopt;
        const auto factor = static_cast<std::uint64_t>(size);
        if (factor != 0 && count > std::numeric_limits<std::uint64_t>::max() / factor)
            return std::nullopt;
        count *= factor;
    }
    return count;
}

[[noreturn]] void throwDamaged(const std::filesystem::path& path, const std::string& what) {
    throw Error("STF-002", "The tensor file " + path.string() + " is damaged: " + what
                               + ". Delete it and let it be made again, or copy it once more from its source.");
}

[[noreturn]] void throwForeign(const std::filesystem::path& path, const std::string& what) {
    throw Error("STF-001", "The file " + path.string() + " is not a safetensors file that Nidus can read: " + what
                               + ". Check that the right file was chosen.");
}

/// The header text as JSON; nothing if it is no JSON. Throws STF-002 for a name that occurs twice, which a plain parser
/// would let pass.
std::optional<Json> parseHeader(const std::filesystem::path& path, std::span<const std::byte> text) {
    std::vector<std::set<std::string>> namesPerDepth;
    std::string duplicate;
    const auto watchNames = [&](int, Json::parse_event_t event, Json& parsed) {
        if (event == Json::parse_event_t::object_start)
            namesPerDepth.emplace_back();
        else if (event == Json::parse_event_t::object_end)
            namesPerDepth.pop_back();
        else if (event == Json::parse_event_t::key
                 && !namesPerDepth.back().insert(parsed.get_ref<const std::string&>()).second && duplicate.empty())
            duplicate = parsed.get<std::string>();
        return true;
    };
    const auto* begin = reinterpret_cast<const char*>(text.data());
    Json header = Json::parse(begin, begin + text.size(), watchNames, false);
    if (header.is_discarded() || !header.is_object())
        return std::nullopt;
    if (!duplicate.empty())
        throwDamaged(path, "the name \"" + duplicate + "\" occurs twice in its header");
    return header;
}

struct Placed {
    std::string name;
    TensorEntry entry;
    std::uint64_t begin = 0, end = 0; ///< in the data part
};

std::uint64_t unsignedNumber(const std::filesystem::path& path, const std::string& name, const Json& value) {
    if (!value.is_number_unsigned())
        throwDamaged(path, "a size or an offset of tensor \"" + name + "\" is no whole number");
    return value.get<std::uint64_t>();
}

Placed placedFromJson(const std::filesystem::path& path, const std::string& name, const Json& description) {
    const bool complete = description.is_object() && description.size() == 3 && description.contains("dtype")
                          && description.contains("shape") && description.contains("data_offsets");
    if (!complete || !description["dtype"].is_string() || !description["shape"].is_array()
        || !description["data_offsets"].is_array() || description["data_offsets"].size() != 2)
        throwDamaged(path, "the description of tensor \"" + name + "\" is incomplete");
    Placed placed;
    placed.name = name;
    const auto& typeName = description["dtype"].get_ref<const std::string&>();
    const auto* row = std::find_if(kTypes.begin(), kTypes.end(),
                                   [&](const TypeRow& candidate) { return candidate.name == typeName; });
    if (row == kTypes.end())
        throwForeign(path, "tensor \"" + name + "\" has the element type \"" + typeName + "\"");
    placed.entry.type = row->type;
    for (const Json& size : description["shape"]) {
        const std::uint64_t value = unsignedNumber(path, name, size);
        if (value > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))
            throwDamaged(path, "tensor \"" + name + "\" has an impossible size");
        placed.entry.shape.push_back(static_cast<std::int64_t>(value));
    }
    placed.begin = unsignedNumber(path, name, description["data_offsets"][0]);
    placed.end = unsignedNumber(path, name, description["data_offsets"][1]);
    const std::optional<std::uint64_t> bytes = byteCount(placed.entry.type, placed.entry.shape);
    if (!bytes || placed.end < placed.begin || placed.end - placed.begin != *bytes)
        throwDamaged(path, "the shape of tensor \"" + name + "\" does not fit its number of bytes");
    return placed;
}

std::map<std::string, std::string> metadataFromJson(const std::filesystem::path& path, const Json& value) {
    std::map<std::string, std::string> metadata;
    if (!value.is_object())
        throwDamaged(path, "its metadata are no list of texts");
    for (const auto& [key, text] : value.items()) {
        if (!text.is_string())
            throwDamaged(path, "the metadata \"" + key + "\" are no text");
        metadata.emplace(key, text.get<std::string>());
    }
    return metadata;
}

float floatFromHalf(std::uint16_t half) noexcept {
    const std::uint32_t sign = static_cast<std::uint32_t>(half & 0x8000U) << 16U;
    const std::uint32_t exponent = (half >> 10U) & 0x1fU;
    const std::uint32_t mantissa = half & 0x3ffU;
    if (exponent == 0) {
        const float magnitude = static_cast<float>(mantissa) * 0x1p-24F;
        return sign != 0 ? -magnitude : magnitude;
    }
    const std::uint32_t wide = exponent == 0x1fU ? 0x7f800000U : (exponent + 112U) << 23U;
    return std::bit_cast<float>(sign | wide | (mantissa << 13U));
}

template <class Widen>
void widen16(std::span<const std::byte> bytes, std::vector<float>& values, Widen&& toFloat) {
    for (std::size_t i = 0; i < values.size(); ++i) {
        std::uint16_t raw = 0;
        std::memcpy(&raw, bytes.data() + 2 * i, 2);
        values[i] = toFloat(raw);
    }
}

std::string headerText(const std::map<std::string, TensorEntry>& tensors,
                       const std::map<std::string, std::string>& metadata) {
    Json header = Json::object();
    if (!metadata.empty())
        header[kMetadataKey] = metadata;
    std::uint64_t offset = 0;
    for (const auto& [name, entry] : tensors) {
        const std::optional<std::uint64_t> bytes = byteCount(entry.type, entry.shape);
        if (name == kMetadataKey || !bytes || *bytes != entry.bytes.size())
            throw std::invalid_argument("tensor \"" + name + "\": shape and bytes do not fit");
        header[name] = {
            {"dtype", tensorTypeName(entry.type)}, {"shape", entry.shape}, {"data_offsets", {offset, offset + *bytes}}};
        offset += *bytes;
    }
    std::string text = header.dump(-1, ' ', false, Json::error_handler_t::replace);
    // Blanks up to a multiple of eight, so that the data part is aligned in the mapping.
    text.resize((text.size() + kLengthBytes - 1) / kLengthBytes * kLengthBytes, ' ');
    return text;
}

} // namespace

std::size_t elementSize(TensorType type) noexcept {
    return typeRow(type).size;
}

const char* tensorTypeName(TensorType type) noexcept {
    return typeRow(type).name;
}

SharedTensor shared(HostTensor tensor) {
    const auto owner = std::make_shared<const HostTensor>(std::move(tensor));
    return {owner->shape, owner->values, owner};
}

SafetensorsFile::SafetensorsFile(const std::filesystem::path& path) : m_file(path) {
    const std::span<const std::byte> bytes = m_file.bytes();
    if (bytes.size() < kLengthBytes + 2)
        throwForeign(path, "it is too short");
    std::uint64_t length = 0;
    std::memcpy(&length, bytes.data(), kLengthBytes);
    const std::uint64_t available = bytes.size() - kLengthBytes;
    if (bytes[kLengthBytes] != std::byte{'{'})
        throwForeign(path, "it has no header");
    if (length > kHeaderLimit)
        throw Error("STF-003", "The file " + path.string()
                                   + " announces a header of more than 100 MB, which no tensor file of Nidus has. "
                                     "Check that the right file was chosen.");
    if (length > available)
        throwDamaged(path, "it ends within its header");
    const std::optional<Json> header = parseHeader(path, bytes.subspan(kLengthBytes, length));
    if (!header)
        throwForeign(path, "its header is no JSON object");

    std::vector<Placed> all;
    for (const auto& [name, description] : header->items()) {
        if (name == kMetadataKey)
            m_metadata = metadataFromJson(path, description);
        else
            all.push_back(placedFromJson(path, name, description));
    }
    std::sort(all.begin(), all.end(),
              [](const Placed& a, const Placed& b) { return a.begin != b.begin ? a.begin < b.begin : a.end < b.end; });
    const std::span<const std::byte> data = bytes.subspan(kLengthBytes + length);
    std::uint64_t expected = 0;
    for (Placed& placed : all) {
        if (placed.begin != expected)
            throwDamaged(path, "tensor \"" + placed.name + "\" overlaps another one or leaves a gap");
        if (placed.end > data.size())
            throwDamaged(path, "it ends within tensor \"" + placed.name + "\"");
        expected = placed.end;
        placed.entry.bytes = data.subspan(placed.begin, placed.end - placed.begin);
        m_tensors.emplace(std::move(placed.name), std::move(placed.entry));
    }
    if (expected != data.size())
        throwDamaged(path, "it has bytes that belong to no tensor");
}

const TensorEntry& SafetensorsFile::tensor(const std::string& name) const {
    const auto found = m_tensors.find(name);
    if (found == m_tensors.end())
        throw Error("STF-004", "A tensor file lacks the tensor \"" + name
                                   + "\"; it was not written for this purpose or by another version of Nidus.");
    return found->second;
}

std::vector<float> SafetensorsFile::floats(const std::string& name) const {
    const TensorEntry& entry = tensor(name);
    std::vector<float> values(entry.bytes.size() / elementSize(entry.type));
    if (entry.type == TensorType::F32) {
        if (!values.empty())
            std::memcpy(values.data(), entry.bytes.data(), entry.bytes.size());
    } else if (entry.type == TensorType::F16) {
        widen16(entry.bytes, values, floatFromHalf);
    } else if (entry.type == TensorType::BF16) {
        widen16(entry.bytes, values,
                [](std::uint16_t raw) { return std::bit_cast<float>(static_cast<std::uint32_t>(raw) << 16U); });
    } else {
        throw Error("STF-005", "The tensor \"" + name + "\" holds " + tensorTypeName(entry.type)
                                   + " values where floating-point numbers of at most 32 bits are needed.");
    }
    return values;
}

void writeSafetensors(const std::filesystem::path& path, const std::map<std::string, TensorEntry>& tensors,
                      const std::map<std::string, std::string>& metadata, Publish publish) {
    const std::string header = headerText(tensors, metadata);
    const auto length = static_cast<std::uint64_t>(header.size());
    writeFileAtomically(
        path,
        [&](const FileSink& sink) {
            sink(std::as_bytes(std::span(&length, 1)));
            sink(std::as_bytes(std::span(header)));
            for (const auto& [name, entry] : tensors)
                sink(entry.bytes);
        },
        publish);
}

TensorEntry f32Entry(std::span<const float> values, std::vector<std::int64_t> shape) {
    return {TensorType::F32, std::move(shape), std::as_bytes(values)};
}

} // namespace nidus
