// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/classify/verdict_delegate.h"

#include "ui/classify/verdict_list_model.h"
#include "ui/common/error_text.h"
#include "ui/common/qt_convert.h"
#include "ui/theme/icon.h"
#include "ui/theme/theme.h"
#include "ui/viewer/row_pictures.h"

#include <QAbstractItemView>
#include <QPainter>

#include <algorithm>
#include <vector>

namespace nidus::ui {
namespace {

constexpr int kGap = 10, kInset = 14, kIcon = 18, kBarHeight = 10, kBarWidth = 260, kRadius = 6;

/// One line or paragraph of a card.
struct Part {
    enum class Kind { Name, Output, Bar, Text, Trust } kind = Kind::Text;
    QString text = {};
    double value = 0;   ///< of a bar
    int classIndex = 0; ///< of a bar
    Tint tint = Tint::Good;
    QString iconName = {};
};

Part trustPart(const CasePrediction& prediction) {
    Part part{Part::Kind::Trust, VerdictListModel::trustText(prediction)};
    part.tint = prediction.oodFlag ? Tint::Bad : prediction.problems.empty() ? Tint::Good : Tint::Caution;
    part.iconName = prediction.oodFlag            ? QStringLiteral("circle-x")
                    : prediction.problems.empty() ? QStringLiteral("circle-check")
                                                  : QStringLiteral("triangle-alert");
    return part;
}

std::vector<Part> partsOf(const VerdictListModel& model, int row) {
    std::vector<Part> parts;
    if (const auto* refused = std::get_if<Problem>(&model.row(row))) {
        parts.push_back({Part::Kind::Name, toQt(refused->caseId)});
        Part why{Part::Kind::Trust, errorHeadline(toQt(refused->code))};
        why.tint = refused->severity == Severity::Info ? Tint::Faint : Tint::Bad;
        why.iconName = refused->severity == Severity::Info ? QStringLiteral("info") : QStringLiteral("circle-x");
        parts.push_back(why);
        parts.push_back(
            {Part::Kind::Text, VerdictListModel::tr("%1 (%2)").arg(toQt(refused->text), toQt(refused->code))});
        return parts;
    }
    const auto& prediction = std::get<CasePrediction>(model.row(row));
    const ClassifierInfo& info = model.info();
    parts.push_back({Part::Kind::Name, toQt(prediction.input)});
    parts.push_back({Part::Kind::Output, VerdictListModel::outputText(prediction)});
    for (std::size_t k = 0; k < info.classes.size(); ++k)
        parts.push_back({Part::Kind::Bar, toQt(info.classes[k]), prediction.probabilities.at(info.classes[k]),
                         static_cast<int>(k)});
    if (const QString zone = VerdictListModel::zoneText(prediction, info); !zone.isEmpty())
        parts.push_back({Part::Kind::Text, zone});
    parts.push_back(trustPart(prediction));
    for (const Problem& problem : prediction.problems)
        parts.push_back(
            {Part::Kind::Text, VerdictListModel::tr("%1 (%2)").arg(toQt(problem.text), toQt(problem.code))});
    return parts;
}

QFont fontOf(const Part& part, const QFont& base) {
    QFont font = base;
    if (part.kind == Part::Kind::Name || part.kind == Part::Kind::Output)
        font.setBold(true);
    if (part.kind == Part::Kind::Output)
        font.setPointSizeF(base.pointSizeF() * 1.25);
    return font;
}

int heightOf(const Part& part, const QFont& base, int width) {
    const QFontMetrics metrics(fontOf(part, base));
    if (part.kind == Part::Kind::Text)
        return metrics.boundingRect(QRect(0, 0, width, 10'000), Qt::TextWordWrap, part.text).height();
    return std::max(metrics.height(), part.kind == Part::Kind::Trust ? kIcon : 0);
}

int spaceBefore(const Part& part) {
    return part.kind == Part::Kind::Name ? 0 : part.kind == Part::Kind::Trust ? 8 : 4;
}

/// The classes stand in one column, as wide as the longest name, at most a third of the card.
int nameColumn(const std::vector<Part>& parts, const QFontMetrics& metrics, int width) {
    int widest = 0;
    for (const Part& part : parts)
        if (part.kind == Part::Kind::Bar)
            widest = std::max(widest, metrics.horizontalAdvance(part.text));
    return std::min(widest, width / 3);
}

void paintBar(QPainter& painter, const QRect& line, const Part& part, int names, const QPalette& palette) {
    const QFontMetrics metrics = painter.fontMetrics();
    painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter, metrics.elidedText(part.text, Qt::ElideRight, names));
    const int number = metrics.horizontalAdvance(QStringLiteral("0.000"));
    const int left = line.left() + names + kGap;
    QRectF track(left, line.center().y() - kBarHeight / 2.0 + 0.5,
                 std::min(kBarWidth, line.right() - left - number - kGap), kBarHeight);
    painter.drawText(QRect(static_cast<int>(track.right()) + kGap, line.top(), number, line.height()),
                     Qt::AlignLeft | Qt::AlignVCenter, QString::number(part.value, 'f', 3));
    painter.save();
    painter.setPen(Qt::NoPen);
    painter.setBrush(colours(palette).line);
    painter.drawRoundedRect(track, 3, 3);
    track.setWidth(track.width() * std::clamp(part.value, 0.0, 1.0));
    painter.setBrush(classColour(part.classIndex));
    painter.drawRoundedRect(track, 3, 3);
    painter.restore();
}

const VerdictListModel& modelOf(const QModelIndex& index) {
    return *qobject_cast<const VerdictListModel*>(index.model());
}

} // namespace

VerdictDelegate::VerdictDelegate(const RowPictures& pictures, QObject* parent)
    : QStyledItemDelegate(parent), m_pictures(pictures) {}

void VerdictDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const Colours& theme = colours(option.palette);
    const QRect card = option.rect.adjusted(1, 1, -1, -kGap);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const bool isSelected = option.state.testFlag(QStyle::State_Selected);
    painter->setPen(QPen(isSelected ? theme.accent : theme.line, isSelected ? 2 : 1));
    painter->setBrush(theme.card);
    painter->drawRoundedRect(QRectF(card), kRadius, kRadius);
    QRect inside = card.adjusted(kInset, kInset, -kInset, -kInset);
    if (m_pictures.hasPicture(index)) {
        m_pictures.paint(*painter, {inside.topLeft(), QSize(m_pictures.edge(), m_pictures.edge())}, index);
        inside.setLeft(inside.left() + m_pictures.edge() + kInset);
    }
    const std::vector<Part> parts = partsOf(modelOf(index), index.row());
    const int names = nameColumn(parts, option.fontMetrics, inside.width());
    int y = inside.top();
    for (const Part& part : parts) {
        y += spaceBefore(part);
        const QRect line(inside.left(), y, inside.width(), heightOf(part, option.font, inside.width()));
        painter->setFont(fontOf(part, option.font));
        painter->setPen(option.palette.color(QPalette::Text));
        switch (part.kind) {
        case Part::Kind::Name:
            painter->drawText(line, Qt::AlignLeft | Qt::AlignVCenter,
                              painter->fontMetrics().elidedText(part.text, Qt::ElideMiddle, line.width()));
            break;
        case Part::Kind::Output:
            painter->drawText(line, Qt::AlignLeft | Qt::AlignVCenter,
                              painter->fontMetrics().elidedText(part.text, Qt::ElideRight, line.width()));
            break;
        case Part::Kind::Bar:
            paintBar(*painter, line, part, names, option.palette);
            break;
        case Part::Kind::Text:
            painter->setPen(theme.faintText);
            painter->drawText(line, Qt::TextWordWrap, part.text);
            break;
        case Part::Kind::Trust:
            icon(part.iconName, part.tint).paint(painter, line.left(), line.top(), kIcon, line.height());
            painter->drawText(line.adjusted(kIcon + 6, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter,
                              painter->fontMetrics().elidedText(part.text, Qt::ElideRight, line.width() - kIcon - 6));
            break;
        }
        y += line.height();
    }
    painter->restore();
}

QSize VerdictDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const auto* view = qobject_cast<const QAbstractItemView*>(option.widget);
    const int width = view ? view->viewport()->width() : std::max(option.rect.width(), 400);
    const int picture = m_pictures.hasPicture(index) ? m_pictures.edge() : 0;
    int height = 0;
    for (const Part& part : partsOf(modelOf(index), index.row()))
        height += spaceBefore(part)
                  + heightOf(part, option.font, width - 2 * kInset - 2 - (picture > 0 ? picture + kInset : 0));
    return {width, std::max(height, picture) + 2 * kInset + kGap};
}

} // namespace nidus::ui
