const { bootstrap, DefaultJobQueuePlugin, dummyPaymentHandler, DefaultLogger, LogLevel } = require("@vendure/core")
const config = {
  apiOptions: { hostname: "127.0.0.1", port: Number(process.env.PORT), adminApiPath: "admin-api", shopApiPath: "shop-api" },
  authOptions: { tokenMethod: ["bearer"], superadminCredentials: { identifier: "superadmin", password: process.env.SHOP_PASSWORD }, requireVerification: false, cookieOptions: { secret: "only-for-a-test" } },
  dbConnectionOptions: { type: "postgres", url: process.env.DATABASE_URL, synchronize: true, logging: false },
  paymentOptions: { paymentMethodHandlers: [dummyPaymentHandler] },
  logger: new DefaultLogger({ level: LogLevel.Info }),
  plugins: [],
}
bootstrap(config).catch(e => { console.error(e); process.exit(1) })
