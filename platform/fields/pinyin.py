"""How Chinese characters are typed by their sound: `zhang` for 张, `chong` and `zhong` for 重. For finding, not for order."""

from __future__ import annotations

from functools import lru_cache
from types import MappingProxyType

from .text import dictionary

#: characters that are really read in several ways, the reading in names first, and those whose ü is typed as v or u;
#: the dictionary's further readings are left out, for they would only find what nobody meant
_SEVERAL_WAYS = """
万wan/mo 乐le/yue 乘cheng/sheng 什shi/shen 仇chou/qiu 仔zi/zai 会hui/kuai 传chuan/zhuan 伺si/ci 伽ga/jia/qie
佛fo/fu 便bian/pian 俞yu/shu 偻lou/lv 六liu/lu 冯feng/ping 刨bao/pao 刹cha/sha 削xue/xiao 剥bo/bao 剿jiao/chao
劲jin/jing 勒le/lei 匙chi/shi 匮kui/gui 区qu/ou 卒zu/cu 单dan/shan 卜bu/bo 卡ka/qia 厦xia/sha 参can/shen/cen
叨dao/tao 召zhao/shao 叶ye/xie 吁xu/yu 合he/ge 吓xia/he 吕lv/lu 否fou/pi 吭hang/keng 呗bei/bai 员yuan/yun
呱gua/gu 咋za/ze 和he/huo 咳ke/hai 咽yan/ye 喳zha/cha 嚼jiao/jue 圈quan/juan 坏huai/pi 埋mai/man 堡bao/bu/pu
塞sai/se 壳ke/qiao 大da/dai 奇qi/ji 女nv/nu 宓mi/fu 宿su/xiu 尉wei/yu 尿niao/sui 屏ping/bing 属shu/zhu 屡lv/lu
履lv/lu 差cha/chai 度du/duo 弹dan/tan 律lv/lu 徵zheng/zhi 恶e/wu 扁bian/pian 扎zha/za 扒pa/ba 扛gang/kang
折zhe/she 抹mo/ma 拓tuo/ta 拗niu/ao 择ze/zhai 掠lve/lue 掴guo/guai 提ti/di 揭jie/qi 擿ti/zhai 攒cuan/zan
敦dun/dui 旅lv/lu 晟sheng/cheng 暴bao/pu 曝pu/bao 曾zeng/ceng 朝zhao/chao 朴piao/pu/po 柏bai/bo 柚zhou/you
查cha/zha 栅shan/zha 栖qi/xi 校xiao/jiao 核he/hu 椎chui/zhui 槛jian/kan 模mo/mu 殷yin/yan 氓mang/meng
汤tang/shang 沈shen/chen 沓ta/da 没mei/mo 泊bo/po 洗xi/xian 涡wo/guo 溺ni/niao 滤lv/lu 澄cheng/deng 熟shu/shou
爪zhao/zhua 牟mu/mou 率lv/shuai/lu 畜chu/xu 略lve/lue 番fan/pan 疟nve/nue/yao 盖gai/ge 盛sheng/cheng
省sheng/xing 石shi/dan 磅pang/bang 禅chan/shan 种zhong/chong 秘mi/bi 称cheng/chen 粘nian/zhan 粥zhou/yu
糜mi/mei 系xi/ji 絜xie/jie 繁fan/po 纤xian/qian 纶lun/guan 给ji/gei 绿lv/lu 缪miao/miu/mou 翟zhai/di 耙pa/ba
肋lei/le 胖pang/pan 脉mai/mo 腌yan/a 臭chou/xiu 艾ai/yi 莘xin/shen 莞guan/wan 落luo/la/lao 著zhu/zhuo 蔓man/wan
薄bo/bao 藉jie/ji 藏cang/zang 虐nve/nue 虑lv/lu 虹hong/jiang 蚌bang/beng 蛤ha/ge 螫shi/zhe 血xue/xie
行hang/xing 被bei/pi 裨bi/pi 裳chang/shang 褚chu/zhu 覃qin/tan 见jian/xian 觉jue/jiao 角jiao/jue 解jie/xie
识shi/zhi 诘jie/ji 调diao/tiao 貉he/hao 贾jia/gu 蹊xi/qi 车che/ju 轧zha/ga 辟pi/bi 还huan/hai 迫po/pai 那na/nuo
都du/dou 重chong/zhong 钥yao/yue 铅qian/yan 铛cheng/dang 铝lv/lu 镐gao/hao 长chang/zhang 闾lv/lu 阿a/e 陆lu/liu
降jiang/xiang 隗wei/kui 雀que/qiao 露lu/lou 靓liang/jing 颈jing/geng 颤chan/zhan 驴lv/lu 黑hei/he
龟gui/jun/qiu
"""


@lru_cache(maxsize=32_768)
def readings(character: str) -> tuple[str, ...]:
    """At most three readings without tones, the likeliest first; () for what is not Chinese."""
    several = _several().get(character)
    if several is not None:
        return several
    first = dictionary(character)
    return () if first is None else (first.rstrip("12345").replace(":", ""),)


@lru_cache(maxsize=1)
def _several() -> MappingProxyType[str, tuple[str, ...]]:
    return MappingProxyType({entry[0]: tuple(entry[1:].split("/")) for entry in _SEVERAL_WAYS.split()})
