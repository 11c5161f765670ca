// SPDX-License-Identifier: Apache-2.0
#include "tests/support/zip_writer.h"

#include <cstring>

namespace nidus::test {
namespace {

template <typename Number>
void put(std::string& out, Number value) {
    char bytes[sizeof value];
    std::memcpy(bytes, &value, sizeof value);
    out.append(bytes, sizeof value);
}

void put16(std::string& out, std::size_t value) {
    put(out, static_cast<std::uint16_t>(value));
}
void put32(std::string& out, std::size_t value) {
    put(out, static_cast<std::uint32_t>(value));
}

std::string localHeader(const ZipEntry& entry, const std::string& packed, std::uint32_t crc, std::size_t offset) {
    const bool hasDescriptor = (entry.flags & 8U) != 0;
    const std::string& name = entry.localName.empty() ? entry.name : entry.localName;
    const std::size_t padding = (64 - (offset + 30 + name.size() + 4) % 64) % 64;
    std::string out;
    put32(out, 0x04034b50);
    put16(out, 20);
    put16(out, entry.flags);
    put16(out, entry.method);
    put32(out, 0);
    put32(out, hasDescriptor ? 0 : crc);
    put32(out, hasDescriptor ? 0 : packed.size());
    put32(out, hasDescriptor ? 0 : entry.data.size());
    put16(out, name.size());
    put16(out, padding + 4);
    out += name + "FB";
    put16(out, padding);
    return out + std::string(padding, 'Z');
}

void putCentral(std::string& out, const ZipEntry& entry, std::size_t packedSize, std::uint32_t crc,
                std::size_t offset) {
    put32(out, 0x02014b50);
    put16(out, 0);
    put16(out, 0);
    put16(out, entry.flags);
    put16(out, entry.method);
    put32(out, 0);
    put32(out, crc);
    put32(out, packedSize);
    put32(out, entry.data.size());
    put16(out, entry.name.size());
    put16(out, 0);
    put16(out, 0);
    put16(out, 0);
    put16(out, 0);
    put32(out, entry.attributes);
    put32(out, offset);
    out += entry.name;
}

void putEnd(std::string& out, std::size_t count, std::size_t directoryAt) {
    const std::size_t size = out.size() - directoryAt, end64At = out.size();
    put32(out, 0x06064b50);
    put(out, std::uint64_t{44});
    put32(out, 0);
    put(out, std::uint64_t{0});
    put(out, std::uint64_t{count});
    put(out, std::uint64_t{count});
    put(out, std::uint64_t{size});
    put(out, std::uint64_t{directoryAt});
    put32(out, 0x07064b50);
    put32(out, 0);
    put(out, std::uint64_t{end64At});
    put32(out, 1);
    put32(out, 0x06054b50);
    put32(out, 0);
    put16(out, count);
    put16(out, count);
    put32(out, size);
    put32(out, directoryAt);
    put16(out, 0);
}

} // namespace

std::uint32_t slowCrc32(const std::string& bytes) {
    std::uint32_t crc = 0xFFFFFFFFU;
    for (const char c : bytes) {
        crc ^= static_cast<unsigned char>(c);
        for (int bit = 0; bit < 8; ++bit)
            crc = (crc >> 1U) ^ ((crc & 1U) != 0 ? 0xEDB88320U : 0U);
    }
    return ~crc;
}

std::string zipArchive(const std::vector<ZipEntry>& entries) {
    std::string out, directory;
    for (const ZipEntry& entry : entries) {
        const std::string& packed = entry.packed.empty() ? entry.data : entry.packed;
        const std::uint32_t crc = slowCrc32(entry.data) + entry.crcError;
        putCentral(directory, entry, packed.size(), crc, out.size());
        out += localHeader(entry, packed, crc, out.size()) + packed;
        if ((entry.flags & 8U) == 0)
            continue;
        put32(out, 0x08074b50);
        put32(out, crc);
        put32(out, packed.size());
        put32(out, entry.data.size());
    }
    const std::size_t directoryAt = out.size();
    out += directory;
    putEnd(out, entries.size(), directoryAt);
    return out;
}

} // namespace nidus::test
