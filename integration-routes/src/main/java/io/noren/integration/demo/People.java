package io.noren.integration.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Two thousand invented customers, the same ones each time. Common names come up more than once, as they do in every
 * store, so that staff see why a look-up by name alone is not enough; cards, phones and addresses are each one's own.
 */
final class People {
    static final int HOW_MANY = 2_000;

    private static final long SEED = 952;

    /** Commonest first; written and read. */
    private static final String[] FAMILY_NAMES = {
        "佐藤 サトウ", "鈴木 スズキ", "高橋 タカハシ", "田中 タナカ", "伊藤 イトウ", "渡辺 ワタナベ", "山本 ヤマモト", "中村 ナカムラ",
        "小林 コバヤシ", "加藤 カトウ", "吉田 ヨシダ", "山田 ヤマダ", "佐々木 ササキ", "山口 ヤマグチ", "松本 マツモト", "井上 イノウエ",
        "木村 キムラ", "林 ハヤシ", "斎藤 サイトウ", "清水 シミズ", "山崎 ヤマザキ", "森 モリ", "池田 イケダ", "橋本 ハシモト",
        "阿部 アベ", "石川 イシカワ", "山下 ヤマシタ", "中島 ナカジマ", "石井 イシイ", "小川 オガワ", "前田 マエダ", "岡田 オカダ",
        "長谷川 ハセガワ", "藤田 フジタ", "後藤 ゴトウ", "近藤 コンドウ", "村上 ムラカミ", "遠藤 エンドウ", "青木 アオキ", "坂本 サカモト",
        "福田 フクダ", "太田 オオタ", "西村 ニシムラ", "藤井 フジイ", "金子 カネコ", "岡本 オカモト", "藤原 フジワラ", "三浦 ミウラ",
        "中野 ナカノ", "原田 ハラダ", "松田 マツダ", "竹内 タケウチ", "上田 ウエダ", "中山 ナカヤマ", "和田 ワダ", "森田 モリタ",
        "柴田 シバタ", "酒井 サカイ", "工藤 クドウ", "横山 ヨコヤマ", "宮崎 ミヤザキ", "宮本 ミヤモト", "内田 ウチダ", "高木 タカギ",
    };

    private static final String[] GIVEN_NAMES = {
        "陽菜 ヒナ", "結衣 ユイ", "葵 アオイ", "さくら サクラ", "美咲 ミサキ", "花子 ハナコ", "由美 ユミ", "恵子 ケイコ",
        "千尋 チヒロ", "真由美 マユミ", "久美子 クミコ", "直美 ナオミ", "彩 アヤ", "愛 アイ", "舞 マイ", "麻衣 マイ",
        "遥 ハルカ", "七海 ナナミ", "莉子 リコ", "優子 ユウコ", "裕子 ユウコ", "智子 トモコ", "香織 カオリ", "明美 アケミ",
        "陽子 ヨウコ", "幸子 サチコ", "和子 カズコ", "京子 キョウコ", "瞳 ヒトミ", "楓 カエデ", "凛 リン", "杏 アン",
        "蓮 レン", "湊 ミナト", "大翔 ヒロト", "樹 イツキ", "悠真 ユウマ", "翔太 ショウタ", "拓也 タクヤ", "健太 ケンタ",
        "大輔 ダイスケ", "誠 マコト", "浩 ヒロシ", "隆 タカシ", "健一 ケンイチ", "博 ヒロシ", "茂 シゲル", "学 マナブ",
        "直樹 ナオキ", "達也 タツヤ", "哲也 テツヤ", "和也 カズヤ", "剛 ツヨシ", "亮 リョウ", "涼 リョウ", "翼 ツバサ",
        "陸 リク", "海斗 カイト", "颯太 ソウタ", "一郎 イチロウ", "太郎 タロウ", "次郎 ジロウ", "修 オサム", "勇気 ユウキ",
    };

    private People() {}

    /**
     * @param number from 1
     * @param phone in the form in which a customer says it; the block 090-0000 is given to nobody
     * @param card an EAN-13 that starts with 2952: prefix 29 is for a retailer's own use
     */
    record Person(
            int number,
            String familyName,
            String givenName,
            String familyKana,
            String givenKana,
            String homeStore,
            String phone,
            String email,
            String card,
            boolean usesApp,
            boolean shopsOnline) {

        String appAccount() {
            return String.format(Locale.ROOT, "noren-app-%05d", number);
        }

        String webAccount() {
            return String.format(Locale.ROOT, "noren-web-%05d", number);
        }
    }

    static List<Person> all() {
        Random random = new Random(SEED);
        List<Person> people = new ArrayList<>(HOW_MANY);
        for (int number = 1; number <= HOW_MANY; number++) {
            String[] family = pick(FAMILY_NAMES, random);
            String[] given = pick(GIVEN_NAMES, random);
            String store =
                    Stores.SELLING.get(random.nextInt(Stores.SELLING.size())).id();
            people.add(new Person(
                    number,
                    family[0],
                    given[0],
                    family[1],
                    given[1],
                    store,
                    String.format(Locale.ROOT, "090-0000-%04d", number),
                    String.format(Locale.ROOT, "member%04d@example.%s", number, number % 2 == 0 ? "com" : "jp"),
                    card(number),
                    random.nextInt(100) < 40,
                    random.nextInt(100) < 30));
        }
        return people;
    }

    static String card(int number) {
        return CheckDigit.append(String.format(Locale.ROOT, "2952%08d", number));
    }

    /** Squared, so that the names at the front are met far more often than those at the back. */
    private static String[] pick(String[] names, Random random) {
        double share = random.nextDouble();
        return names[(int) (share * share * names.length)].split(" ", -1);
    }
}
