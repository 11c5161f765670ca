// SPDX-License-Identifier: Apache-2.0
#include "tests/support/pickle_writer.h"

#include <algorithm>
#include <cstring>
#include <limits>

namespace nidus::test {
namespace {

template <typename Number>
std::string little(Number value) {
    std::string bytes(sizeof value, '\0');
    std::memcpy(bytes.data(), &value, sizeof value);
    return bytes;
}

} // namespace

PickleWriter& PickleWriter::raw(std::string_view bytes) {
    m_stream += bytes;
    return *this;
}

PickleWriter& PickleWriter::integer(std::int64_t value) {
    if (value >= std::numeric_limits<std::int32_t>::min() && value <= std::numeric_limits<std::int32_t>::max())
        return raw("J").raw(little(static_cast<std::int32_t>(value)));
    return raw(std::string_view("\x8a\x08", 2)).raw(little(value));
}

PickleWriter& PickleWriter::real(double value) {
    std::string bytes = little(value);
    std::reverse(bytes.begin(), bytes.end());
    return raw("G").raw(bytes);
}

PickleWriter& PickleWriter::text(std::string_view utf8) {
    return raw("X").raw(little(static_cast<std::uint32_t>(utf8.size()))).raw(utf8);
}

PickleWriter& PickleWriter::name(std::string_view module, std::string_view name) {
    return raw("c").raw(module).raw("\n").raw(name).raw("\n");
}

PickleWriter& PickleWriter::put(std::uint32_t index) {
    return raw("r").raw(little(index));
}

PickleWriter& PickleWriter::get(std::uint32_t index) {
    return raw("j").raw(little(index));
}

PickleWriter& PickleWriter::integers(const std::vector<std::int64_t>& values) {
    raw("(");
    for (const std::int64_t value : values)
        integer(value);
    return raw("t");
}

PickleWriter& PickleWriter::emptyOrderedDict() {
    return name("collections", "OrderedDict").raw(")R");
}

PickleWriter& PickleWriter::value(const nlohmann::ordered_json& json) {
    if (json.is_null())
        return none();
    if (json.is_boolean())
        return boolean(json.get<bool>());
    if (json.is_number_integer())
        return integer(json.get<std::int64_t>());
    if (json.is_number())
        return real(json.get<double>());
    if (json.is_string())
        return text(json.get<std::string>());
    raw(json.is_array() ? "](" : "}(");
    for (const auto& item : json.items()) {
        if (json.is_object())
            text(item.key());
        value(item.value());
    }
    return raw(json.is_array() ? "e" : "u");
}

PickleWriter& PickleWriter::bytes(std::string_view value) {
    std::string utf8;
    for (const char c : value) {
        const auto code = static_cast<unsigned char>(c);
        if (code < 0x80) {
            utf8 += c;
        } else {
            utf8 += static_cast<char>(0xC0U | (code >> 6U));
            utf8 += static_cast<char>(0x80U | (code & 0x3FU));
        }
    }
    return name("_codecs", "encode").text(utf8).text("latin1").raw("\x86R");
}

PickleWriter& PickleWriter::numpyFloat64(double value, std::string_view module) {
    name(std::string(module) + ".multiarray", "scalar").name("numpy", "dtype");
    text("f8").boolean(false).boolean(true).raw("\x87R(");
    integer(3).text("<").none().none().none().integer(-1).integer(-1).integer(0).raw("tb");
    return bytes(little(value)).raw("\x86R");
}

PickleWriter& PickleWriter::tensor(std::string_view storageType, std::string_view key, std::int64_t count,
                                   std::int64_t offset, const std::vector<std::int64_t>& shape,
                                   const std::vector<std::int64_t>& strides) {
    return rebuilt(false, storageType, key, count, offset, shape, strides);
}

PickleWriter& PickleWriter::legacyTensor(std::string_view storageType, std::string_view key, std::int64_t count,
                                         std::int64_t offset, const std::vector<std::int64_t>& shape,
                                         const std::vector<std::int64_t>& strides) {
    return rebuilt(true, storageType, key, count, offset, shape, strides);
}

PickleWriter& PickleWriter::rebuilt(bool isLegacy, std::string_view storageType, std::string_view key,
                                    std::int64_t count, std::int64_t offset, const std::vector<std::int64_t>& shape,
                                    const std::vector<std::int64_t>& strides) {
    name("torch._utils", "_rebuild_tensor_v2").raw("((").text("storage").name("torch", storageType);
    text(key).text("cuda:0").integer(count);
    if (isLegacy)
        none();
    raw("tQ").integer(offset).integers(shape).integers(strides).boolean(false);
    return emptyOrderedDict().raw("tR");
}

} // namespace nidus::test
