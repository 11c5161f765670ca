// SPDX-License-Identifier: Apache-2.0
#include "core/checkpoint/zip_directory.h"

#include "core/base/error.h"
#include "core/checkpoint/bytes.h"
#include "core/checkpoint/crc32.h"

#include <algorithm>
#include <array>
#include <limits>
#include <optional>
#include <set>
#include <string_view>

namespace nidus {
namespace {

constexpr std::uint32_t kLocalSignature = 0x04034b50, kCentralSignature = 0x02014b50, kEndSignature = 0x06054b50;
constexpr std::uint32_t kEnd64Signature = 0x06064b50, kLocatorSignature = 0x07064b50, kDescriptorSignature = 0x08074b50;
constexpr std::size_t kLocalBytes = 30, kCentralBytes = 46, kEndBytes = 22, kEnd64Bytes = 56, kLocatorBytes = 20;
constexpr std::uint32_t kIn64 = 0xFFFFFFFF;
constexpr std::uint16_t kHasDescriptor = 0x0008, kUtf8 = 0x0800, kDeflateOptions = 0x0006, kZip64Field = 1;

/// A record with what its local header must repeat.
struct Entry {
    ZipRecord record;
    std::uint16_t flags = 0;
    std::uint64_t headerOffset = 0;
};

struct Directory {
    std::uint64_t count = 0, size = 0, offset = 0;
};

class Reader {
public:
    Reader(std::span<const std::byte> file, const std::string& name, const ZipRules& rules)
        : m_file(file), m_name(name), m_rules(rules) {}

    std::vector<ZipRecord> read() {
        const Directory directory = findDirectory();
        if (directory.count > m_rules.maxRecords)
            fail("CKP-028", "holds " + std::to_string(directory.count) + " records, more than the "
                                + std::to_string(m_rules.maxRecords) + " that such a file can need");
        std::vector<Entry> entries = readCentral(directory);
        std::sort(entries.begin(), entries.end(),
                  [](const Entry& a, const Entry& b) { return a.headerOffset < b.headerOffset; });
        std::vector<ZipRecord> records;
        for (std::size_t i = 0; i < entries.size(); ++i) {
            const std::uint64_t expected = i == 0 ? 0 : m_end;
            if (entries[i].headerOffset != expected)
                fail("CKP-022",
                     entries[i].headerOffset < expected ? "has records that overlap" : "has bytes between its records");
            const std::uint64_t limit = i + 1 < entries.size() ? entries[i + 1].headerOffset : directory.offset;
            checkLocal(entries[i], limit);
            records.push_back(std::move(entries[i].record));
        }
        if (!records.empty() && m_end != directory.offset)
            fail("CKP-022", "has bytes between its last record and its table of contents");
        return records;
    }

private:
    [[noreturn]] void fail(const char* code, const std::string& what) const {
        throw Error(code,
                    m_name + " " + what + ". It is damaged or was made to deceive; get it again from its source.");
    }

    template <typename Number>
    [[nodiscard]] Number load(std::uint64_t offset) const {
        if (offset > m_file.size() || m_file.size() - offset < sizeof(Number))
            fail("CKP-020", "ends too early");
        return loadLittle<Number>(m_file, static_cast<std::size_t>(offset));
    }

    [[nodiscard]] std::string_view text(std::uint64_t offset, std::uint64_t length) const {
        if (offset > m_file.size() || m_file.size() - offset < length)
            fail("CKP-020", "ends too early");
        return textOf(m_file.subspan(static_cast<std::size_t>(offset), static_cast<std::size_t>(length)));
    }

    /// Offset of the end record, which only its own comment may follow.
    [[nodiscard]] std::uint64_t findEnd() const {
        std::optional<std::uint64_t> found;
        for (std::size_t comment = 0; comment <= m_rules.maxComment && comment + kEndBytes <= m_file.size();
             ++comment) {
            const std::uint64_t offset = m_file.size() - kEndBytes - comment;
            if (load<std::uint32_t>(offset) != kEndSignature || load<std::uint16_t>(offset + 20) != comment)
                continue;
            if (found)
                fail("CKP-020", "has two tables of contents");
            found = offset;
        }
        if (!found)
            fail("CKP-020", "does not end like a ZIP archive: it was cut off, or something follows it");
        return *found;
    }

    [[nodiscard]] Directory findDirectory() const {
        const std::uint64_t end = findEnd();
        const auto count = load<std::uint16_t>(end + 10);
        const auto size = load<std::uint32_t>(end + 12), offset = load<std::uint32_t>(end + 16);
        Directory directory{count, size, offset};
        std::uint64_t directoryEnd = end;
        const auto disks = load<std::uint32_t>(end + 4);
        if (end >= kLocatorBytes && load<std::uint32_t>(end - kLocatorBytes) == kLocatorSignature) {
            directoryEnd = load<std::uint64_t>(end - kLocatorBytes + 8);
            directory = readEnd64(directoryEnd, end - kLocatorBytes);
            if ((count != 0xFFFF && count != directory.count) || (size != kIn64 && size != directory.size)
                || (offset != kIn64 && offset != directory.offset))
                fail("CKP-021", "has two tables of contents that differ");
        } else if (count == 0xFFFF || size == kIn64 || offset == kIn64) {
            fail("CKP-020", "lacks the long form of its table of contents");
        }
        if ((disks != 0 && disks != 0xFFFFFFFF) || load<std::uint16_t>(end + 8) != count)
            fail("CKP-020", "is one part of several");
        if (directory.offset > directoryEnd || directoryEnd - directory.offset != directory.size)
            fail("CKP-020", "has bytes around its table of contents");
        return directory;
    }

    [[nodiscard]] Directory readEnd64(std::uint64_t offset, std::uint64_t locator) const {
        if (offset > locator || locator - offset != kEnd64Bytes || load<std::uint32_t>(offset) != kEnd64Signature
            || load<std::uint64_t>(offset + 4) != kEnd64Bytes - 12)
            fail("CKP-020", "has a damaged table of contents");
        const auto count = load<std::uint64_t>(offset + 32);
        if (load<std::uint64_t>(offset + 16) != 0 || load<std::uint64_t>(offset + 24) != count)
            fail("CKP-020", "is one part of several");
        return {count, load<std::uint64_t>(offset + 40), load<std::uint64_t>(offset + 48)};
    }

    [[nodiscard]] std::vector<Entry> readCentral(const Directory& directory) const {
        if (directory.count > directory.size / kCentralBytes)
            fail("CKP-020", "announces more records than it has room for");
        std::vector<Entry> entries;
        std::set<std::string> names;
        std::uint64_t at = directory.offset;
        for (std::uint64_t i = 0; i < directory.count; ++i) {
            entries.push_back(readEntry(at));
            std::string folded = entries.back().record.name;
            std::transform(folded.begin(), folded.end(), folded.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
            if (!names.insert(std::move(folded)).second)
                fail("CKP-023", "holds the record \"" + entries.back().record.name + "\" twice");
        }
        if (at != directory.offset + directory.size)
            fail("CKP-020", "has bytes in its table of contents that belong to no record");
        return entries;
    }

    [[nodiscard]] Entry readEntry(std::uint64_t& at) const {
        if (load<std::uint32_t>(at) != kCentralSignature)
            fail("CKP-020", "has a damaged table of contents");
        Entry entry;
        ZipRecord& record = entry.record;
        entry.flags = load<std::uint16_t>(at + 8);
        record.method = load<std::uint16_t>(at + 10);
        record.crc = load<std::uint32_t>(at + 16);
        record.packedSize = load<std::uint32_t>(at + 20);
        record.size = load<std::uint32_t>(at + 24);
        const auto nameLength = load<std::uint16_t>(at + 28), extraLength = load<std::uint16_t>(at + 30);
        const auto commentLength = load<std::uint16_t>(at + 32), disk = load<std::uint16_t>(at + 34);
        const auto attributes = load<std::uint32_t>(at + 38);
        entry.headerOffset = load<std::uint32_t>(at + 42);
        record.name = text(at + kCentralBytes, nameLength);
        if (commentLength != 0 || disk != 0)
            fail("CKP-020", "has comments or parts inside, which such files do not have");
        readLongSizes(at + kCentralBytes + nameLength, extraLength,
                      {&record.size, &record.packedSize, &entry.headerOffset});
        checkEntry(entry, attributes >> 16U);
        at += kCentralBytes + nameLength + extraLength;
        return entry;
    }

    /// Replaces each value that says "see the ZIP64 field" by the one found there, in this order.
    void readLongSizes(std::uint64_t at, std::uint64_t length, std::initializer_list<std::uint64_t*> values) const {
        const std::uint64_t end = at + length;
        static_cast<void>(text(at, length));
        std::optional<std::uint64_t> field;
        std::uint64_t fieldEnd = 0;
        while (!field && end - at >= 4) {
            const std::uint64_t size = load<std::uint16_t>(at + 2);
            if (end - at - 4 < size)
                fail("CKP-020", "has a damaged header");
            if (load<std::uint16_t>(at) == kZip64Field) {
                field = at + 4;
                fieldEnd = at + 4 + size;
            }
            at += 4 + size;
        }
        for (std::uint64_t* value : values) {
            if (*value != kIn64)
                continue;
            if (!field || fieldEnd - *field < 8)
                fail("CKP-020", "lacks the long form of a size");
            *value = load<std::uint64_t>(*field);
            *field += 8;
        }
    }

    void checkEntry(const Entry& entry, std::uint32_t unixMode) const {
        const ZipRecord& record = entry.record;
        const bool isDeflated = record.method == 8 && m_rules.allowsDeflate;
        const auto allowedFlags =
            static_cast<std::uint16_t>(kHasDescriptor | kUtf8 | (isDeflated ? kDeflateOptions : 0));
        if ((entry.flags & ~allowedFlags) != 0)
            fail("CKP-024", "holds encrypted or otherwise special records");
        if (record.method != 0 && !isDeflated)
            throw Error("CKP-025",
                        m_name
                            + " was packed again after it was saved. Unpack it, or save the model again with "
                              "torch.save, and choose that file.");
        if (record.method == 0 && record.packedSize != record.size)
            fail("CKP-021", "has a record with two sizes");
        const bool isFolder = !record.name.empty() && record.name.back() == '/';
        constexpr std::uint32_t kTypeMask = 0170000, kRegular = 0100000, kFolder = 0040000;
        const std::uint32_t type = unixMode & kTypeMask;
        if (!isSafeName(record.name) || (isFolder && (!m_rules.allowsFolders || record.size != 0))
            || (type != 0 && type != (isFolder ? kFolder : kRegular)))
            fail("CKP-027", "holds a record whose name leads outside or is no file");
        if (record.size > m_rules.maxRatio * std::max<std::uint64_t>(record.packedSize, 1))
            fail("CKP-032", "holds a record that would unpack to more than " + std::to_string(m_rules.maxRatio)
                                + " times its size");
    }

    [[nodiscard]] static bool isSafeName(std::string_view name) {
        if (name.empty() || name.size() > 1024)
            return false;
        if (std::any_of(name.begin(), name.end(),
                        [](char c) { return static_cast<unsigned char>(c) < 32 || c == '\\' || c == ':'; }))
            return false;
        if (name.back() == '/')
            name.remove_suffix(1);
        for (std::size_t from = 0; from <= name.size();) {
            const std::size_t to = std::min(name.find('/', from), name.size());
            const std::string_view part = name.substr(from, to - from);
            if (part.empty() || part == "." || part == "..")
                return false;
            from = to + 1;
        }
        return true;
    }

    /// Compares the local header and the data descriptor with the table of contents; sets dataOffset and m_end.
    void checkLocal(Entry& entry, std::uint64_t limit) {
        ZipRecord& record = entry.record;
        const std::uint64_t at = entry.headerOffset;
        const bool hasDescriptor = (entry.flags & kHasDescriptor) != 0;
        const auto nameLength = load<std::uint16_t>(at + 26), extraLength = load<std::uint16_t>(at + 28);
        std::uint64_t packedSize = load<std::uint32_t>(at + 18), size = load<std::uint32_t>(at + 22);
        readLongSizes(at + kLocalBytes + nameLength, extraLength, {&size, &packedSize});
        const auto agrees = [&](std::uint64_t local, std::uint64_t central) {
            return local == central || (hasDescriptor && local == 0);
        };
        if (load<std::uint32_t>(at) != kLocalSignature || load<std::uint16_t>(at + 6) != entry.flags
            || load<std::uint16_t>(at + 8) != record.method || text(at + kLocalBytes, nameLength) != record.name
            || !agrees(load<std::uint32_t>(at + 14), record.crc) || !agrees(packedSize, record.packedSize)
            || !agrees(size, record.size))
            fail("CKP-021", "describes the record \"" + record.name + "\" in two ways that differ");
        record.dataOffset = at + kLocalBytes + nameLength + extraLength;
        if (record.dataOffset > limit || limit - record.dataOffset < record.packedSize)
            fail("CKP-022", "has records that overlap");
        m_end = record.dataOffset + record.packedSize;
        if (hasDescriptor)
            m_end += checkDescriptor(record, limit - m_end);
    }

    /// Length of the descriptor, which may or may not have a signature and long sizes.
    [[nodiscard]] std::uint64_t checkDescriptor(const ZipRecord& record, std::uint64_t length) const {
        const std::uint64_t at = record.dataOffset + record.packedSize;
        if (length != 12 && length != 16 && length != 20 && length != 24)
            fail("CKP-022", "has bytes between its records");
        const bool hasSignature = length == 16 || length == 24, isLong = length >= 20;
        const std::uint64_t crcAt = at + (hasSignature ? 4 : 0);
        const std::uint64_t packed = isLong ? load<std::uint64_t>(crcAt + 4) : load<std::uint32_t>(crcAt + 4);
        const std::uint64_t size = isLong ? load<std::uint64_t>(crcAt + 12) : load<std::uint32_t>(crcAt + 8);
        if ((hasSignature && load<std::uint32_t>(at) != kDescriptorSignature)
            || load<std::uint32_t>(crcAt) != record.crc || packed != record.packedSize || size != record.size)
            fail("CKP-021", "describes the record \"" + record.name + "\" in two ways that differ");
        return length;
    }

    std::span<const std::byte> m_file;
    const std::string& m_name;
    const ZipRules& m_rules;
    std::uint64_t m_end = 0; ///< of the last checked record
};

} // namespace

bool isZip(std::span<const std::byte> file) noexcept {
    return file.size() >= 4
           && (loadLittle<std::uint32_t>(file, 0) == kLocalSignature
               || loadLittle<std::uint32_t>(file, 0) == kEndSignature);
}

std::vector<ZipRecord> readZipDirectory(std::span<const std::byte> file, const std::string& fileName,
                                        const ZipRules& rules) {
    return Reader(file, fileName, rules).read();
}

void requireCheckSum(const ZipRecord& record, std::uint32_t crc, const std::string& fileName) {
    if (crc != record.crc)
        throw Error("CKP-026", fileName + " is damaged: the check sum of its record \"" + record.name
                                   + "\" is wrong, or it was saved without check sums. Copy it again from its source.");
}

std::span<const std::byte> storedBytes(std::span<const std::byte> file, const ZipRecord& record,
                                       const std::string& fileName) {
    const auto bytes = file.subspan(static_cast<std::size_t>(record.dataOffset), static_cast<std::size_t>(record.size));
    requireCheckSum(record, crc32(bytes), fileName);
    return bytes;
}

} // namespace nidus
