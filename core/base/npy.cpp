// SPDX-License-Identifier: Apache-2.0
#include "core/base/npy.h"

#include "core/base/error.h"
#include "core/base/files.h"

#include <cmath>
#include <cstring>
#include <limits>
#include <regex>

namespace nidus {
namespace {

constexpr std::size_t kPreamble = 10;

template <class T>
bool widen(std::span<const std::byte> bytes, std::vector<double>& values) {
    if (bytes.size() != values.size() * sizeof(T))
        return false;
    for (std::size_t i = 0; i < values.size(); ++i) {
        T value{};
        std::memcpy(&value, bytes.data() + i * sizeof(T), sizeof(T));
        values[i] = static_cast<double>(value);
        if constexpr (sizeof(T) == 8 && std::numeric_limits<T>::is_integer)
            if (std::abs(values[i]) > 0x1p53)
                return false;
    }
    return true;
}

bool widenType(const std::string& type, std::span<const std::byte> bytes, std::vector<double>& values) {
    if (type == "f4")
        return widen<float>(bytes, values);
    if (type == "f8")
        return widen<double>(bytes, values);
    if (type == "i1")
        return widen<std::int8_t>(bytes, values);
    if (type == "i2")
        return widen<std::int16_t>(bytes, values);
    if (type == "i4")
        return widen<std::int32_t>(bytes, values);
    if (type == "i8")
        return widen<std::int64_t>(bytes, values);
    if (type == "u1" || type == "b1")
        return widen<std::uint8_t>(bytes, values);
    if (type == "u2")
        return widen<std::uint16_t>(bytes, values);
    if (type == "u4")
        return widen<std::uint32_t>(bytes, values);
    return false;
}

} // namespace

std::vector<float> NpyArray::floats() const {
    std::vector<float> narrow(values.size());
    for (std::size_t i = 0; i < values.size(); ++i)
        narrow[i] = static_cast<float>(values[i]);
    return narrow;
}

NpyArray readNpy(const std::filesystem::path& path) {
    const MappedFile file(path);
    const std::span<const std::byte> bytes = file.bytes();
    const auto refuse = [&](const char* why) {
        return Error("BAS-004", "The array file " + path.string() + " cannot be read: " + why + ".");
    };
    if (bytes.size() < kPreamble || std::memcmp(bytes.data(), "\x93NUMPY\x01", 7) != 0)
        throw refuse("not .npy version 1");
    const std::size_t length = std::to_integer<std::size_t>(bytes[8]) + 256 * std::to_integer<std::size_t>(bytes[9]);
    if (bytes.size() < kPreamble + length)
        throw refuse("cut short");
    const std::string header(reinterpret_cast<const char*>(bytes.data()) + kPreamble, length);

    NpyArray array;
    std::smatch match;
    if (!std::regex_search(header, match, std::regex("'descr': '[<|]([a-z][0-9])'")))
        throw refuse("element type");
    array.type = match[1];
    if (header.find("'fortran_order': False") == std::string::npos)
        throw refuse("not in C order");
    if (!std::regex_search(header, match, std::regex("'shape': \\(([0-9, ]*)\\)")))
        throw refuse("shape");
    const std::string shape = match[1];
    std::size_t count = 1;
    const std::regex number("[0-9]+");
    for (std::sregex_iterator it(shape.begin(), shape.end(), number); it != std::sregex_iterator(); ++it) {
        array.shape.push_back(std::stoll(it->str()));
        count *= static_cast<std::size_t>(array.shape.back());
    }
    if (count > bytes.size())
        throw refuse("larger than its file");
    array.values.resize(count);
    if (!widenType(array.type, bytes.subspan(kPreamble + length), array.values))
        throw refuse("element type or size");
    return array;
}

} // namespace nidus
