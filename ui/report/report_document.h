// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "ui/report/drawing.h"

#include <QImage>
#include <QString>
#include <QStringList>

#include <variant>
#include <vector>

namespace nidus::ui {

struct ReportParagraph {
    QString text;
};

/// A sentence that must not be overlooked.
struct ReportNote {
    Severity severity = Severity::Warning;
    QString text;
};

/// Cells of the first column head their row.
struct ReportTable {
    QString title;    ///< may be empty
    QStringList head; ///< empty: the table has none
    std::vector<QStringList> rows;
};

/// A figure with its caption and what it shows in words.
struct ReportFigure {
    QString title, caption;
    Drawing drawing;
};

struct ReportFigures {
    std::vector<ReportFigure> figures; ///< side by side where there is room
};

/// A case in a picture; a null image: `text` says why it is not shown.
struct ReportPicture {
    QImage image;
    QString title, text;
};

struct ReportGallery {
    std::vector<ReportPicture> pictures;
};

/// The figures to be seen first.
struct ReportCards {
    struct Card {
        QString title, value, detail;
    };
    std::vector<Card> cards;
};

/// Letter for letter, line for line.
struct ReportCode {
    QString text;
};

using ReportBlock =
    std::variant<ReportParagraph, ReportNote, ReportTable, ReportFigures, ReportGallery, ReportCards, ReportCode>;

struct ReportSection {
    QString id; ///< stable, for links: "summary"
    QString title;
    std::vector<ReportBlock> blocks;
};

/// A report before it becomes a page or sheets of paper: all texts in the language of the reader, no format.
struct ReportDocument {
    QString language; ///< "en", "zh-CN"
    QString title, subtitle;
    QString author; ///< of the document
    QString notice; ///< stands on each page
    std::vector<ReportSection> sections;
};

} // namespace nidus::ui
