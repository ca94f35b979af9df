# The application for several copies over one PostgreSQL and one Artemis (see docker-compose.yml).
# docker build -t noren .
FROM maven:3.9-eclipse-temurin-25 AS build
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/root/.m2 mvn -q -Dmaven.test.skip -pl integration-routes -am package \
 && java -Djarmode=tools -jar integration-routes/target/integration-routes-*.jar extract --layers --application-filename noren.jar --destination /app

FROM eclipse-temurin:25-jre
RUN useradd --system --uid 10001 --create-home noren && mkdir /data && chown noren /data
WORKDIR /app
COPY --from=build /app/dependencies/ ./
COPY --from=build /app/application/ ./
USER noren
ENV NOREN_DATA=/data \
    LOGGING_STRUCTURED_FORMAT_CONSOLE=ecs
VOLUME /data
EXPOSE 8080
# Class data is shared between starts, which Boot's own launcher would prevent; the archive is written by the first stop.
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=70", "-XX:+AutoCreateSharedArchive", "-XX:SharedArchiveFile=/tmp/noren.jsa", "-jar", "noren.jar"]
