"""Slips as a patient gets them."""

from hardware.printers.slip import Align, Slip, SlipFeed, SlipNumber, SlipPair, SlipQr, SlipRule, SlipText

LINK = "https://example.org/visit/20260301A017?check=7f3a"

PICK_UP = Slip(
    (
        SlipText("市儿童医院", 2, True, Align.CENTER),
        SlipText("取号凭条 Pick-up slip", align=Align.CENTER),
        SlipRule(),
        SlipNumber("A017"),
        SlipPair("就诊人", "张伟"),
        SlipPair("科室", "消化内科（儿童胃镜检查与肝胆胰联合门诊）"),
        SlipPair("金额", "¥50.00", True),
        SlipText("请在 09:30 至 10:00 之间到三层候诊区签到，过号需要重新排队。Please check in on the third floor."),
        SlipQr(LINK),
        SlipFeed(1),
        SlipText("愿您早日康复", bold=True, align=Align.CENTER),
    )
)
