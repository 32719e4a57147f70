# docker build -t wusum .
# docker run --rm -v "$PWD:/data" wusum run pages/ -o tags.jsonl
FROM node:24-alpine AS build
WORKDIR /wusum
COPY . .
RUN npm ci --ignore-scripts && npm pack --pack-destination /tmp

# Nothing native and nothing under the GPL: letters are drawn unjoined where a terminal does not join them.
FROM node:24-alpine
COPY --from=build /tmp/wusum-*.tgz /tmp/
RUN npm install --global --omit=optional --no-audit --no-fund /tmp/wusum-*.tgz && rm /tmp/wusum-*.tgz
USER node
WORKDIR /data
ENTRYPOINT ["wusum"]
