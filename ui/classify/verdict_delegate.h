// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

namespace nidus::ui {

class RowPictures;

/// Draws a row of VerdictListModel as a card: a picture of the scan and its name, the output in words, a bar per class,
/// and whether the scan is like the training cases. As wide as the view, as high as its texts need.
class VerdictDelegate final : public QStyledItemDelegate {
    Q_OBJECT

public:
    explicit VerdictDelegate(const RowPictures& pictures, QObject* parent = nullptr);

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    const RowPictures& m_pictures;
};

} // namespace nidus::ui
